"""What is said of sound and of samples of voices."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import AudioProblem, SampleProblem

AUDIO: Mapping[AudioProblem, str] = {
    AudioProblem.UNREADABLE: "{place}: this cannot be read{why}. Check the name and the folder, "
    "and that you may open it.",
    AudioProblem.UNDECODABLE: "{place}: this is not sound that can be read{why}. "
    "Convert it to WAV, FLAC or MP3.",
    AudioProblem.NO_SOUND: "{place}: there is no sound in it{why}. Choose another file for the "
    "sound; its picture can be used all the same.",
    AudioProblem.BED_MISSING: "{place}: this file of the timeline is not where it was{why}. Locate "
    "it, or go on: everything else sounds.",
    AudioProblem.NO_PICTURE: "{place}: there is no picture in it{why}. Add it as music or effects, "
    "or choose another file.",
    AudioProblem.BAD_PICTURE: "{place}: its picture cannot be shown{why}: nothing here decodes it. "
    "Convert it to H.264; everything else goes on without the picture.",
    AudioProblem.EMPTY: "{place}: there is nothing in it{why}. Choose another file.",
    AudioProblem.NO_ROOM: "{place}: there is no room for its decoded sound{why}. Free some space "
    "where the caches of programs are kept; until then it is silent.",
    AudioProblem.TOO_LONG: "{place}: the recording is too long{why}. Cut it into shorter parts.",
    AudioProblem.NO_DEVICE: "There is no loudspeaker to play on{why}. Connect one, or choose "
    "another in the settings; exporting works without.",
    AudioProblem.DEVICE_LOST: "The loudspeaker is gone{why}. Connect it again, or choose another "
    "in the settings, and play.",
    AudioProblem.ENCODER: "{place}: the sound could not be encoded{why}. Check the ffmpeg in the "
    "settings, or export as WAV.",
    AudioProblem.NO_TREATMENT: "{place}: this part of the studio cannot be loaded{why}. Clips with "
    "a tempo or an effect are silent until it is installed again.",
    AudioProblem.NO_MICROPHONE: "There is no microphone to record with{why}. Connect one, allow it "
    "in the settings of the system, or choose another.",
    AudioProblem.MICROPHONE_LOST: "The microphone gives nothing more{why}. What was recorded is "
    "kept; connect it again and record the rest.",
    AudioProblem.NOT_RECORDED: "{place}: the recording cannot be written{why}. Free some space or "
    "choose another folder; what was written is kept.",
}

SAMPLE: Mapping[SampleProblem, str] = {
    SampleProblem.TOO_SHORT: "{place}: the sample is too short{why}. Add more of the voice, or "
    "record it again.",
    SampleProblem.TOO_LONG: "{place}: the sample is too long{why}. Keep its best part, or split it "
    "where several are taken.",
    SampleProblem.TOO_LARGE: "{place}: the file is too large{why}. Save it as MP3 or M4A, or keep "
    "a part of it.",
    SampleProblem.SILENT: "{place}: nothing can be heard in the sample{why}. Check the microphone "
    "and the channel, then record it again.",
    SampleProblem.TOO_FEW: "There are too few samples{why}. Add another one.",
    SampleProblem.TOO_MANY: "There are too many samples{why}. Join some, or leave the worst out.",
    SampleProblem.CLIPPED: "{place}: the recording is overdriven{why}. Record it again at a lower "
    "level; the distortion becomes part of the voice.",
    SampleProblem.QUIET: "{place}: the sample is quiet{why}. Raise its gain, or record closer to "
    "the microphone.",
    SampleProblem.LOUD: "{place}: the sample goes beyond full scale{why}. Lower its gain.",
    SampleProblem.NOISY: "{place}: much noise is behind the voice{why}. Record in a quieter room, "
    "or let the service reduce the noise.",
    SampleProblem.LONG_SILENCES: "{place}: the sample has long silences{why}. Trim its ends and "
    "squeeze the pauses.",
    SampleProblem.NARROW: "{place}: the recording sounds like a telephone{why}. Look for a better "
    "one; the voice will sound the same.",
    SampleProblem.CUT_OFF: "{place}: the recording ends before the piece that is used{why}. Cut "
    "the piece shorter, or open a whole copy of the file.",
    SampleProblem.TWO_CHANNELS: "{place}: the left and the right channel carry different "
    "voices{why}. Choose the left channel or the right one; a voice made of both is neither.",
    SampleProblem.TWO_VOICES: "{place}: two voices may be speaking{why}. Listen to it, and keep "
    "only what one of them says.",
}
