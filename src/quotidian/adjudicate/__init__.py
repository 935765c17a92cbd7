"""Adjudication: what annotators agree on is merged, the rest is put before a person (``docs/adjudication.md``).

The versions of an article are **merged**, the questions that are left are **put** in a file or in Label Studio, and
what was decided is **kept** as gold, with a **record** of how.

::

    policy         when something counts as agreed
    versions       whose annotations there are
    merge          what is agreed: voices (who says what), questions (what is not), merged (the result)
    attributes, naming
                   items in the words of a draft, and their ids
    considered, told
                   what was decided upon before, in words that need no ids

    drafting       the file to decide in: document (what it holds), write, read, known (what it says already)
    pulling        from the file to gold, by way of decide (decisions into the draft)
    in_studio      the same in Label Studio

    keep           gold, and never over what somebody did by hand
    record         how gold was decided; recording tells it of gold that does not
    status         how far the corpus is
"""
