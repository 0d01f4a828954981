"""Sound: decoding, peaks, the mixdown, the files it becomes and the device that plays it."""
