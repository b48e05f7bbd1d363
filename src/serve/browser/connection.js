// Where events come from: a worker that all tabs share, or, where there is none, a stream of the tab's own.

/** @typedef {{ connected: boolean, stamp: string }} Told */

/** Calls `tell` whenever the site has changed, and when the connection is lost or found again.
 * @param {(told: Told) => void} tell */
function listen(tell) {
  if (typeof SharedWorker === "undefined") return listenAlone(tell);
  const worker = new SharedWorker("/_casefile/worker.js", "casefile");
  let isHeard = false;
  worker.port.onmessage = ({ data }) => {
    isHeard = true;
    tell(data);
  };
  worker.onerror = () => {
    if (!isHeard) listenAlone(tell);
  };
  addEventListener("pagehide", ({ persisted }) => {
    if (!persisted) worker.port.postMessage("gone");
  });
}

/** A tab that nobody looks at gives its connection back. @param {(told: Told) => void} tell */
function listenAlone(tell) {
  /** @type {EventSource | undefined} */
  let source;
  let stamp = "";
  const open = () => {
    if (document.hidden || source) return;
    source = new EventSource("/_casefile/events");
    source.onmessage = ({ lastEventId }) => tell({ connected: true, stamp: (stamp = lastEventId) });
    source.onerror = () => {
      tell({ connected: false, stamp });
      if (source?.readyState !== EventSource.CLOSED) return;
      source = undefined;
      setTimeout(open, 1000);
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    source?.close();
    source = undefined;
  });
  open();
}
