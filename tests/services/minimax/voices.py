"""MiniMax's voices: the system's, clones and designs, and how long they live."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from tests.services.clock import Clock

Kind = Literal["system", "voice_cloning", "voice_generation"]
UNUSED_LIFE = 7 * 86_400
VOICE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]")
_MANDARIN = {
    "male-qn-qingse": "青涩青年音色", "male-qn-jingying": "精英青年音色",
    "male-qn-badao": "霸道青年音色", "male-qn-daxuesheng": "青年大学生音色",
    "female-shaonv": "少女音色", "female-yujie": "御姐音色", "female-chengshu": "成熟女性音色",
    "female-tianmei": "甜美女性音色", "clever_boy": "聪明男童", "cute_boy": "可爱男童",
    "lovely_girl": "萌萌女童", "bingjiao_didi": "病娇弟弟", "junlang_nanyou": "俊朗男友",
    "chunzhen_xuedi": "纯真学弟", "lengdan_xiongzhang": "冷淡学长", "badao_shaoye": "霸道少爷",
    "tianxin_xiaoling": "甜心小玲", "qiaopi_mengmei": "俏皮萌妹", "wumei_yujie": "妩媚御姐",
    "diadia_xuemei": "嗲嗲学妹", "danya_xuejie": "淡雅学姐", "Arrogant_Miss": "嚣张小姐",
    "Robot_Armor": "机械战甲",
    "Chinese (Mandarin)_Reliable_Executive": "沉稳高管",
    "Chinese (Mandarin)_News_Anchor": "新闻女声",
    "Chinese (Mandarin)_Mature_Woman": "傲娇御姐",
    "Chinese (Mandarin)_Unrestrained_Young_Man": "不羁青年",
    "Chinese (Mandarin)_Humorous_Elder": "搞笑大爷",
    "Chinese (Mandarin)_Gentleman": "温润男声",
    "Chinese (Mandarin)_Male_Announcer": "播报男声",
    "Chinese (Mandarin)_Sweet_Lady": "甜美女声",
    "Chinese (Mandarin)_Warm_Girl": "温暖少女",
    "Chinese (Mandarin)_Kind-hearted_Elder": "花甲奶奶",
    "Chinese (Mandarin)_Radio_Host": "电台男主播",
    "Cantonese_ProfessionalHost（F)": "专业女主持", "Cantonese_ProfessionalHost（M)": "专业男主持",
    "Cantonese_GentleLady": "温柔女声", "Cantonese_PlayfulMan": "活泼男声",
}  # fmt: skip
_OTHERS = (
    "English_expressive_narrator", "English_radiant_girl", "English_magnetic_voiced_man",
    "English_compelling_lady1", "English_captivating_female1", "English_Upbeat_Woman",
    "English_Trustworth_Man", "English_CalmWoman", "English_Aussie_Bloke",
    "English_Graceful_Lady", "English_Gentle-voiced_man", "English_Whispering_girl",
    "English_Diligent_Man", "English_Insightful_Speaker", "English_Persuasive_Man",
    "English_Lucky_Robot", "Charming_Lady", "Sweet_Girl", "Santa_Claus ", "Charming_Santa",
    "Arnold", "Grinch", "Cute_Elf", "Wise_Woman", "audiobook_male_1", "Japanese_KindLady",
    "Korean_SweetGirl",
)  # fmt: skip


@dataclass(slots=True)
class Voice:
    """One voice; `used` is when it first spoke in a synthesis, None before."""

    voice_id: str
    kind: Kind
    name: str = ""
    description: list[str] = field(default_factory=list[str])
    account: str = ""
    created: float = 0.0
    used: float | None = None


class VoiceBook:
    """All voices there are, and the names that can never be used again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._burnt: set[str] = set()
        names = _MANDARIN | {each: each.replace("_", " ").strip() for each in _OTHERS}
        self._voices = {
            id: Voice(id, "system", name, [f"A voice called {name}."]) for id, name in names.items()
        }

    def find(self, voice_id: str) -> Voice | None:
        """A voice that lives."""
        voice = self._voices.get(voice_id)
        return voice if voice and self._lives(voice) else None

    def nearly(self, voice_id: str) -> str:
        """A voice whose id differs only in case or blanks, else ""."""
        alike = voice_id.strip().casefold()
        return next((id for id in self._voices if id.strip().casefold() == alike), "")

    def is_taken(self, voice_id: str) -> bool:
        """Whether a new voice may not have this id."""
        return voice_id in self._burnt or self.find(voice_id) is not None

    def add(self, voice_id: str, kind: Kind, account: str, description: str = "") -> Voice:
        """Make a clone or a design."""
        described = [description] if description else []
        voice = Voice(voice_id, kind, "", described, account, self._clock.now())
        self._voices[voice_id] = voice
        return voice

    def delete(self, voice: Voice) -> None:
        """Take a voice out for good."""
        del self._voices[voice.voice_id]
        self._burnt.add(voice.voice_id)

    def of(self, kind: Kind, account: str) -> list[Voice]:
        """What the list shows: clones and designs only once they were used."""
        return [
            voice
            for voice in self._voices.values()
            if voice.kind == kind
            and (kind == "system" or (voice.account == account and voice.used is not None))
        ]

    def own(self, account: str = "first") -> list[Voice]:
        """All clones and designs of an account, used or not."""
        return [voice for voice in self._voices.values() if voice.account == account]

    def _lives(self, voice: Voice) -> bool:
        kept = voice.kind == "system" or voice.used is not None
        return kept or self._clock.now() <= voice.created + UNUSED_LIFE
