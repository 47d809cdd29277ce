// What the views share: the refreshing call, states, ids, times, bars, tables, questions.
import { html, useState, useEffect, useRef, useCallback } from './lib.js';
import { get } from './api.js';
import { number, time, zones, short } from './format.js';

/** How often and whether the page refreshes itself; the header shows and switches it. */
export const refresh = { seconds: 2, paused: false, last: null, failed: null, listeners: new Set() };
const tell = () => refresh.listeners.forEach((listener) => listener());
export function pause(paused) {
  refresh.paused = paused;
  tell();
}

/** Follows what is shared and not a view's own. */
export function useRefreshState() {
  const [, turn] = useState(0);
  useEffect(() => {
    const listener = () => turn((n) => n + 1);
    refresh.listeners.add(listener);
    return () => refresh.listeners.delete(listener);
  }, []);
  return refresh;
}

/**
 * Reads a path, and again every two seconds while the tab is seen. What is there stays there while it is read again, also when that
 * fails. A path of null reads nothing.
 */
export function useCall(path, { once = false } = {}) {
  const [state, set] = useState({ path: null });
  const [turn, again] = useState(0);
  useEffect(() => {
    if (!path) return undefined;
    const abort = new AbortController();
    let timer = null;
    const look = async (first) => {
      if (first || !(document.hidden || refresh.paused)) {
        try {
          const data = await get(path, abort.signal);
          refresh.last = new Date();
          refresh.failed = null;
          set((before) => (before.path === path && before.data === data && !before.error ? before : { path, data }));
        } catch (error) {
          if (error.name === 'AbortError') return;
          if (error.status === 0 || error.status >= 500) refresh.failed = error.message;
          set((before) => ({ path, data: before.path === path ? before.data : undefined, error }));
        }
        tell();
      }
      if (!once && !abort.signal.aborted) timer = setTimeout(() => look(false), refresh.seconds * 1000);
    };
    look(true);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [path, turn, once]);
  const now = state.path === path ? state : { path };
  return { data: now.data, error: now.error, reload: useCallback(() => again((n) => n + 1), []) };
}

const SIGNS = {
  done: '✓', processing: '▸', delivering: '▸', accepted: '…', scheduled: '◷', held: '‖', failed: '✕', cancelled: '⊘',
  up: '✓', running: '✓', draft: '…', paused: '‖', finished: '⊘', archived: '⊘', down: '✕', stopped: '✕', broken: '✕', out_of_service: '✕',
  entered: '✓', delivered: '✓', waiting: '…', queued: '…', unknown: '?', rejected: '✕', refused: '✕', duplicate: '=', already_entered: '=',
  past: '✓', entering: '▸', unknown_delivery: '?', dead: '✕', calling: '▸', sent: '✓', switched_off: '✕', active: '✓',
};
const COLOURS = {
  done: 'good', up: 'good', running: 'good', entered: 'good', delivered: 'good', sent: 'good', active: 'good',
  processing: 'busy', entering: 'busy', delivering: 'busy', calling: 'busy',
  accepted: 'wait', scheduled: 'wait', held: 'wait', waiting: 'wait', queued: 'wait', paused: 'wait', draft: 'wait',
  failed: 'bad', down: 'bad', stopped: 'bad', broken: 'bad', out_of_service: 'bad', rejected: 'bad', refused: 'bad', unknown: 'bad', dead: 'bad',
  unknown_delivery: 'bad', switched_off: 'bad',
};

/** A state: a sign, a word and a colour, the same everywhere. */
export const State = ({ of, word }) => html`<span class=${`state ${COLOURS[of] ?? 'over'}`}>
  <span aria-hidden="true">${SIGNS[of] ?? '·'}</span> ${word ?? String(of).replaceAll('_', ' ')}</span>`;

/** An id: shortened, whole on hover and on copy. */
export function Id({ of, href, whole }) {
  const text = String(of);
  const shown = whole ? text : short(text);
  const copy = (event) => {
    if (shown === text) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };
  return href
    ? html`<a class="id" href=${href} title=${text} onCopy=${copy}>${shown}</a>`
    : html`<span class="id" title=${text} onCopy=${copy}>${shown}</span>`;
}

/** A time in the reader's zone, with UTC on hover. */
export const Time = ({ at, seconds = true }) => (at ? html`<time datetime=${at} title=${zones(at)}>${time(at, seconds)}</time>` : null);

/** The counts of a request as one bar: entered, under way, what did not enter. */
export function CountsBar({ counts, wide }) {
  const total = Math.max(counts.requested, 1);
  const parts = [
    ['entered', counts.entered, 'good'],
    ['duplicate', counts.duplicate, 'over'],
    ['already entered', counts.already_entered, 'over'],
    ['unknown', counts.unknown, 'bad'],
    ['rejected', counts.rejected, 'bad'],
    ['cancelled', counts.cancelled ?? 0, 'over'],
  ].filter(([, n]) => n > 0);
  const words = parts.map(([name, n]) => `${number(n)} ${name}`).join(', ') || 'nobody yet';
  return html`<span class=${`bar ${wide ? 'wide' : ''}`} role="img" aria-label=${`of ${number(counts.requested)}: ${words}`} title=${words}>
    ${parts.map(([name, n, colour]) => html`<span key=${name} class=${colour} style=${{ width: `${Math.max((100 * n) / total, 1)}%` }}></span>`)}</span>`;
}

export const counted = (counts) => counts.duplicate + counts.already_entered + counts.unknown + counts.rejected + (counts.cancelled ?? 0);

/** How far, how fast, how long still. */
export const Progress = ({ of }) => (of
  ? html`<span class="num">${of.percent ?? 0} %${' '}<small>${number(of.rows_per_second)}/s${of.seconds_left !== undefined
    ? `, ${left(of.seconds_left)} left` : ''}</small></span>`
  : null);
const left = (s) => (s < 90 ? `${s} s` : `${Math.round(s / 60)} min`);

/** Says what a call came to as long as there is nothing to show; children show the data. */
export function Answered({ call, children, what = 'this' }) {
  if (call.data === undefined && !call.error) return html`<p class="quiet" role="status">Reading ${what} …</p>`;
  const failed = call.error ? html`<${Failure} error=${call.error} stale=${call.data !== undefined} />` : null;
  return html`${failed}${call.data !== undefined ? children(call.data) : null}`;
}

/** A refusal in the API's own words, and a way out where there is one. */
export function Failure({ error, stale }) {
  const hint = error.status === 403 ? 'Ask for a token with the scope that this needs.'
    : error.status === 503 ? 'The database is away or busy. The page tries again by itself.'
    : error.status === 0 ? 'The page tries again by itself.' : '';
  return html`<p class="failure" role="alert"><strong>${error.message}</strong>${error.reason ? html` <small>${error.reason}</small>` : ''}
    ${hint ? ` ${hint}` : ''}${stale ? ' Below is what was read last.' : ''}</p>`;
}

/** A table in a frame that scrolls by itself, so that the page does not. */
export function Table({ label, head, children, empty }) {
  const frame = useRef(null);
  // On a narrow window each cell says what it is.
  useEffect(() => frame.current.querySelectorAll('tbody tr').forEach((row) => [...row.cells].forEach((cell, i) => {
    if (cell.colSpan === 1) cell.dataset.label = (head[i] ?? '').replace('#', '');
  })));
  return html`<div class="scroll" ref=${frame} tabindex="0" role="region" aria-label=${label}>
  <table><thead><tr>${head.map((one) => html`<th scope="col" class=${one.startsWith('#') ? 'num' : ''}>${one.replace('#', '')}</th>`)}</tr></thead>
  <tbody>${children}</tbody></table>${empty ? html`<p class="quiet">${empty}</p>` : null}</div>`;
}

/** A field with its label. */
export const Field = ({ label, children, wide }) => html`<label class=${wide ? 'wide' : ''}><span>${label}</span>${children}</label>`;

let asking = null;
/** Asks once before something is done: what, with how many; answers whether. */
export const ask = (question) => new Promise((answer) => asking?.({ ...question, answer }));

export function Questions() {
  const [question, set] = useState(null);
  const dialog = useRef(null);
  asking = set;
  useEffect(() => {
    if (question && !dialog.current.open) dialog.current.showModal();
  }, [question]);
  if (!question) return null;
  const close = (yes) => {
    dialog.current?.close();
    set(null);
    question.answer(yes);
  };
  return html`<dialog ref=${dialog} onCancel=${() => close(false)} aria-labelledby="question">
    <article><h2 id="question">${question.title}</h2><p>${question.text}</p>
    <footer><button class="secondary" onClick=${() => close(false)}>No, leave it</button>
    <button class=${question.bad ? 'bad-button' : ''} onClick=${() => close(true)}>${question.yes}</button></footer></article></dialog>`;
}

/** An action: asks, does, says what it came to. */
export function useAction() {
  const [said, say] = useState(null);
  const run = async (question, doing, then) => {
    if (question && !(await ask(question))) return;
    say({ text: 'Working …' });
    try {
      say({ text: await doing() });
    } catch (error) {
      say({ text: error.message, bad: true });
    }
    then?.();
  };
  const Said = () => html`<p class=${`said ${said?.bad ? 'bad' : ''}`} role="status">${said?.text ?? ''}</p>`;
  return [run, said ? html`<${Said} />` : null];
}

/** Where the hash leads. */
export function place() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').map((one) => {
    try {
      return decodeURIComponent(one);
    } catch {
      return one;
    }
  });
  return { view: parts[0] || 'overview', name: parts.slice(1).join('/'), filter: Object.fromEntries(new URLSearchParams(search)) };
}
export function link(view, name, filter) {
  const set = Object.entries(filter ?? {}).filter(([, value]) => value !== undefined && value !== '');
  return `#/${view}${name ? `/${encodeURIComponent(name)}` : ''}${set.length ? `?${new URLSearchParams(set)}` : ''}`;
}
export const go = (view, name, filter) => { location.hash = link(view, name, filter); };
