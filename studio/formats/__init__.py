"""Scripts, casts and cues as text: values in and out, no disk and no screen."""
