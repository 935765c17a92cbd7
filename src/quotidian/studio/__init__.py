"""Label Studio: tasks out, annotations back, and a private server to do it on.

Only this package knows a key of Label Studio.

::

    push           articles out: selection, suggestions, project, filling, to_task
    pull           annotations back: survey, listing, kept
    status         how far each annotator is
    convert        the same from an export, of any size: stream

    from_task      a task read: raw (its JSON), regions and relations (what was drawn), records and record_ids (what it
                   means), report (what can't be read)
    config, style, names
                   what annotators see, and what everything is called there
    client         what is asked of a server, over a connection that is patient
    annotators, users, nearness
                   who works there, and how far a text may go

    server         a private server: home (its folder), process, ports, database
    environment    its pinned packages: inside (what runs there), tenants (who uses them)
    existing       somebody's own server
"""
