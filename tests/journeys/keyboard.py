"""A clerk who has no mouse: keys only, every focus seen, every key counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.journeys.walk import Walk

MOUSE: Final = """addEventListener("pointerdown", () => sessionStorage.setItem("mouse", "1"), true);
addEventListener("mousemove", () => sessionStorage.setItem("mouse", "1"), true);"""
_HERE: Final = """() => {
  const one = document.activeElement, label = one.labels?.[0];
  const legend = one.closest("fieldset")?.querySelector("legend")?.innerText || "";
  return {tag: one.tagName, type: one.type || "", name: one.name || "", value: one.value || "",
    label: label?.innerText || one.innerText || "", legend, form: Boolean(one.form && one.closest("main")),
    optional: `${label?.innerText} ${legend}`.includes("không bắt buộc"),
    checked: one.type === "radio"
      ? Boolean(document.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`)) : Boolean(one.checked),
    options: one.tagName === "SELECT" ? [...one.options].map((each) => each.text) : []};
}"""
_DRAWN: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_SENDING: Final = ("Lưu và tiếp tục", "Nộp và tiếp nhận", "Tiếp tục", "Điền tờ khai")


class Keys:
    """The keyboard of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.page = walk.page
        self.pressed = 0
        walk.context.add_init_script(MOUSE)

    def press(self, key: str, times: int = 1) -> None:
        """One key, which leads nowhere."""
        for _time in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def type(self, words: str) -> None:
        """Letters into the field that has the focus."""
        self.page.keyboard.insert_text(words)
        self.pressed += len(words)

    def scan(self, code: str) -> None:
        """A scanner types like a keyboard and ends with Enter; it costs the clerk nothing."""
        self.page.keyboard.insert_text(code)
        self.pressed -= 1
        self.go("Enter")

    def go(self, key: str) -> None:
        """A key that opens another page; the next key may come when the page is drawn and has its focus."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.press(key)
        self.page.evaluate(_DRAWN)

    def here(self) -> dict[str, Any]:
        """What has the focus."""
        found: dict[str, Any] = self.page.evaluate(_HERE)
        return found

    def to(self, words: str, most: int = 60) -> None:
        """Tab until the control with these words has the focus."""
        for _stop in range(most):
            if words in self.here()["label"]:
                return
            self.press("Tab")
        raise AssertionError(f"“{words}” is not reached by Tab on {self.walk.path}")

    def answer_page(self, words: Mapping[str, str]) -> None:
        """Answer what this page still asks, from where the focus stands; then its button.

        ``words``: what is typed into a field whose label or question begins so.
        """
        for _stop in range(40):
            one = self.here()
            if one["tag"] == "BUTTON" and one["label"].strip() in _SENDING:
                return self.go("Enter")
            if one["tag"] == "A" and one["label"].strip() == "Tiếp tục":
                return self.go("Enter")
            self._answer(one, words)
            self.press("Tab")
        raise AssertionError(f"this page has no end for the keyboard: {self.walk.path} {self.here()}")

    def _answer(self, one: Mapping[str, Any], words: Mapping[str, str]) -> None:
        if not one["form"] or one["optional"]:
            return
        if one["type"] in {"radio", "checkbox"}:
            if not one["checked"]:
                self.press("Space")
        elif one["tag"] == "SELECT":
            if not one["value"]:
                self.press("ArrowDown")
        elif one["tag"] in {"INPUT", "TEXTAREA"} and one["type"] != "file" and not one["value"]:
            asked = (one["label"].strip(), one["legend"].strip())
            known = [said for each in asked for start, said in words.items() if each.startswith(start)]
            self.type(known[0] if known else "Theo giấy tờ đã nộp")

    def no_mouse(self) -> None:
        """Nobody touched a mouse in this window."""
        assert self.page.evaluate("sessionStorage.getItem('mouse')") is None, "a mouse was used"
