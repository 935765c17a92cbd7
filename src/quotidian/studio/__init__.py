"""Label Studio: tasks out, annotations back, and a private server to do it on."""
