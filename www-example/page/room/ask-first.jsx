// What is asked before something that cannot be taken back, or not by everybody who can do it.

import { useEffect, useRef, useState } from "preact/hooks";
import { keepFocus } from "../focus.js";
import { text } from "../texts.js";

/** A button in whose place comes what is asked; `children` is given what puts the button back. */
export function AskFirst({ name, kind, ask, children }) {
  const [isAsked, setAsked] = useState(false);
  const wasAsked = useRef(false);
  const box = useRef();
  // What had the focus is no more.
  useEffect(() => {
    if (isAsked || wasAsked.current) keepFocus(box.current.querySelector("input, button"));
    wasAsked.current = isAsked;
  }, [isAsked]);
  return (
    <div ref={box}>
      {isAsked ? (
        children(() => setAsked(false))
      ) : (
        <div class="actions">
          <button type="button" class={kind} data-name={name} onClick={() => setAsked(true)}>
            {ask}
          </button>
        </div>
      )}
    </div>
  );
}

/** Says what will happen. The words have the focus first: an Enter too many does nothing. */
export function Sure({ words, submit, onSure, onClose }) {
  const said = useRef();
  useEffect(() => said.current.focus(), []);
  const go = () => {
    onClose();
    onSure();
  };
  return (
    <div class="question">
      <p ref={said} tabIndex={-1} data-name="sure-words">
        {words}
      </p>
      <div class="actions">
        <button type="button" class="danger" data-name="sure" onClick={go}>
          {submit}
        </button>
        <button type="button" class="quiet" data-name="not-sure" onClick={onClose}>
          {text("cancel")}
        </button>
      </div>
    </div>
  );
}
