"""Names of languages in queries: subtags of BCP 47 with their English names."""

from __future__ import annotations

NAMES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sr": "Serbian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
_CODES = {name.lower(): code for code, name in NAMES.items()}


def code_of(text: str) -> str:
    """Give the tag of a language, in small letters, that is called by its tag or English name."""
    lower = text.strip().lower()
    return _CODES.get(lower, lower)


def name_of(text: str) -> str:
    """Call a language by its English name if there is one, else by its tag."""
    return NAMES.get(code_of(text), text)
