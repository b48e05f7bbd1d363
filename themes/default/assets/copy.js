// Copies what a page holds for other programs, or saves it as a file, and says what was done. Without this script the
// texts are there to be selected, and the buttons are not.
(() => {
  /** What stands between the tags of a format. @param {Element} button */
  const textOf = (button) => button.closest(".copy")?.querySelector(".copy-text");

  /** @param {Element} button @param {string | undefined} words */
  function say(button, words) {
    const place = button.closest(".copies")?.querySelector(".copy-said");
    if (!place) return;
    // The same words again are said again.
    place.textContent = "";
    setTimeout(() => (place.textContent = words ?? ""), 50);
  }

  /** Shows a text and selects it. @param {Element} text */
  function select(text) {
    text.closest("details")?.setAttribute("open", "");
    getSelection()?.selectAllChildren(text);
  }

  /** Whether the text was copied. @param {Element} text */
  async function isCopied(text) {
    try {
      await navigator.clipboard.writeText(text.textContent ?? "");
      return true;
    } catch {
      // Browsers that refuse the clipboard, as on a page without a certificate, may still copy what is selected.
      select(text);
      return document.execCommand("copy");
    }
  }

  /** @param {Element} text @param {DOMStringMap} file */
  function save(text, file) {
    const blob = new Blob([text.textContent ?? ""], { type: `${file.type};charset=utf-8` });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = file.save ?? "";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const text = button && textOf(button);
    if (!text) return;
    const words = button.dataset;
    if (words.copy !== undefined) {
      say(button, (await isCopied(text)) ? words.copy : words.notCopied);
    } else if (words.save !== undefined) {
      save(text, words);
      say(button, words.saved);
    }
  });

  // A preview that follows a save puts buttons back as the page has them.
  const show = () => document.querySelectorAll(".copy-actions[hidden]").forEach((actions) => actions.removeAttribute("hidden"));
  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
  show();
})();
