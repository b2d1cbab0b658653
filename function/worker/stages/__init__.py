"""One file a step: values and one port in, a value out."""
