"""What is said when an engine gives no take or no voice."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import (
    CannotMakeVoices,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    LanguageNeeded,
    NoConnection,
    NoFreeSlot,
    NoSuchHost,
    NoSuchLanguage,
    NoSuchModel,
    NoSuchOption,
    NothingToSay,
    OutcomeUnknown,
    TooMuchAtOnce,
    VoiceError,
    VoiceInDoubt,
    VoiceNotMade,
    VoiceRefused,
)

VOICE: Mapping[type[VoiceError], str] = {
    EngineUnreachable: "The engine {engine} did not answer{why}. Check the connection, then try "
    "again.",
    EngineRefused: "The engine {engine} refused this{why}. Change the words or what goes with "
    "them, such as voice and model, then try again.",
    VoiceRefused: "The engine {engine} does not speak with this voice{why}. Choose another voice, "
    "then voice the line again.",
    NoSuchModel: "The engine {engine} has no such model{why}. Choose another one (on the command "
    "line with --model){value}.",
    NothingToSay: "There is nothing to say in this line. Write words to be spoken, then voice it.",
    VoiceNotMade: "The engine {engine} made no voice of this{why}. Change the recordings, the "
    "words or the options, then try again.",
    CannotMakeVoices: "The engine {engine} cannot do this{why}. Choose one that can (on the "
    "command line with --engine){value}.",
    NoSuchLanguage: "The engine {engine} makes no voice in this language{why}. Choose one it knows "
    "(on the command line with --language){value}.",
    LanguageNeeded: "The engine {engine} must be told the language of the voice{why}. Choose it "
    "(on the command line with --language){value}.",
    NoSuchOption: "The engine {engine} does not take this option{why}. Leave it out, or choose "
    "another one (on the command line with --option){value}.",
    NoFreeSlot: "The account at {engine} has no room for another voice{why}. Delete one that is no "
    "longer needed, then try again.",
    VoiceInDoubt: "The answer of {engine} was lost{why}, so the voice may be there. Look for it in "
    "the list of voices before you make it again.",
    TooMuchAtOnce: "The text is more than {engine} reads at once{why}. Ask for less of it, or "
    "choose a model that reads more.",
    NoConnection: "There is no connection to the engine {engine}{why}. Check the network and the "
    "host of the account, then try again.",
    NoSuchHost: "The host of the engine {engine} cannot be found{why}. Check the address of the "
    "account and the network, then try again.",
    EngineBusy: "The engine {engine} takes no more just now{why}. Wait a minute, then try again.",
    OutcomeUnknown: "The answer of {engine} was lost{why}, so it may have been billed. "
    "Try again if you accept to pay it twice.",
    VoiceError: "The engine {engine} gave no take{why}. Voice the line again, or choose another "
    "voice.",
}
