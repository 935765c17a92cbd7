"""How good annotators are, and which gold annotations look wrong."""
