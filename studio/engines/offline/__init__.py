"""The voices that come with the studio: espeak-ng in a process of its own, no key, no network."""
