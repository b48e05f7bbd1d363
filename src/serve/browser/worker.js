// One stream of events for all tabs, since a browser gives a host six connections over HTTP/1.1.

/** @typedef {{ connected: boolean, stamp: string }} State */

(() => {
  "use strict";

  /** @type {Set<MessagePort>} */
  const tabs = new Set();
  /** @type {State} */
  let state = { connected: false, stamp: "" };

  /** @param {State} now */
  function tell(now) {
    state = now;
    tabs.forEach((tab) => tab.postMessage(state));
  }

  function open() {
    const source = new EventSource("/_casefile/events");
    source.onmessage = ({ lastEventId }) => tell({ connected: true, stamp: lastEventId });
    source.onerror = () => {
      tell({ ...state, connected: false });
      // A browser tries again by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 1000);
    };
  }

  addEventListener("connect", (event) => {
    const [tab] = /** @type {MessageEvent} */ (event).ports;
    tabs.add(tab);
    tab.onmessage = () => tabs.delete(tab);
    tab.postMessage(state);
  });
  open();
})();
