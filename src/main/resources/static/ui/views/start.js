// Starts a journey: ids, a file, or a filter that is counted while it is written.
import { html, useState, useEffect } from '../lib.js';
import { act, upload, query } from '../api.js';
import { useCall, useAction, Table, Field, link, go } from '../parts.js';
import { number, plural, toApi } from '../format.js';
import { startAgain } from './request.js';

const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson', json: 'application/json' };
const ids = (text) => text.split(/[\s,;]+/).filter(Boolean);

/** Counts without starting, half a second after the last key. */
function useDryRun(journey, payload) {
  const [state, set] = useState({});
  const key = journey && payload ? JSON.stringify([journey, payload]) : null;
  useEffect(() => {
    set((before) => ({ ...before, running: Boolean(key) }));
    if (!key) {
      set({});
      return undefined;
    }
    let over = false;
    const timer = setTimeout(async () => {
      try {
        const counted = await act('POST', `api/journey/${encodeURIComponent(journey)}/start/external?dry_run=true`, { payload });
        if (!over) set({ counted });
      } catch (error) {
        if (!over) set({ error });
      }
    }, 500);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
  return state;
}

/** The fault at its place: the message has the line and a caret below it. */
const Fault = ({ error }) => {
  const [first, ...rest] = error.message.split('\n');
  return html`<div class="failure" role="alert" id="fault"><strong>${first}</strong>${rest.length ? html`<pre tabindex="0" aria-label="The place of the fault">${rest.join('\n')}</pre>` : ''}</div>`;
};

const Counted = ({ of, filter }) => html`<div role="status"><p><strong class="num">${number(of.users ?? 0)}</strong> people would enter${of.devices !== undefined ? html`, by <span class="num">${number(of.devices)}</span> devices` : ''}${of.duplicate ? `, ${number(of.duplicate)} named twice` : ''}${of.unknown ? `, ${number(of.unknown)} unknown` : ''}.</p>
  ${of.clauses?.length ? html`<${Table} label="Devices by condition" head=${['Condition', '#Devices']}>${of.clauses.map((one, i) => html`<tr key=${i}><td><code>${one.text}</code></td><td class="num">${number(one.devices)}</td></tr>`)}<//>` : ''}</div>`;

export function Start({ name, me, calls }) {
  const [journey, setJourney] = useState(name || startAgain.journey || '');
  const [kind, setKind] = useState('users');
  const [text, setText] = useState(startAgain.ids);
  const [file, setFile] = useState(null);
  const [values, setValues] = useState({});
  const [at, setAt] = useState('');
  const [run, said] = useAction();
  useEffect(() => { startAgain.ids = ''; startAgain.journey = ''; }, []);
  // A token that may start but not read names its journey by its id.
  const reads = me.may('read');
  const found = useCall(reads ? `api/journeys${query({ state: 'running', limit: 1000 })}` : null, { once: true });
  const journeys = found.data?.journeys ?? [];
  const chosen = reads ? journeys.find((one) => one.id === journey) : journey ? { id: journey, entry_points: [] } : null;
  const attributes = chosen?.entry_points[0]?.attributes ?? [];
  const given = Object.fromEntries(attributes.filter((one) => values[one]).map((one) => [one, values[one]]));
  const kinds = [['users', 'User ids'], ['hwids', 'Device ids'], ['filter', 'Filter'], ...(calls['/api/journey/{}/start/list'] ? [['list', 'File']] : [])];
  const selector = kind === 'filter' ? text.trim() : ids(text);
  const filled = kind === 'list' ? Boolean(file) : selector.length > 0;
  const payload = kind !== 'list' && filled ? { [kind]: selector, ...(Object.keys(given).length ? { attribute_values: given } : {}) } : null;
  const dry = useDryRun(chosen ? journey : null, payload);

  const start = (event) => {
    event.preventDefault();
    const who = kind === 'list' ? `the people in ${file.name}` : kind === 'filter' ? (dry.counted ? plural(dry.counted.users, 'person', 'people') : 'the people that the filter selects') : plural(dry.counted?.users ?? selector.length, 'person', 'people');
    const key = crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
    run({ title: `Start ${chosen.title || chosen.id}?`, text: `For ${who}, ${at ? `at ${new Date(at).toLocaleString()}` : 'now'}.`, yes: at ? 'Start it then' : 'Start it' }, async () => {
      const later = at ? { start_at: toApi(at) } : {};
      const answer = kind === 'list'
        ? await upload(`api/journey/${encodeURIComponent(journey)}/start/list${query({ name: file.name, ...later })}`, file, TYPES[file.name.replace(/\.gz$/, '').split('.').pop()] ?? 'text/csv')
        : await act('POST', `api/journey/${encodeURIComponent(journey)}/start/external${query(later)}`, { payload }, { 'Idempotency-Key': key });
      go('requests', answer.request_uuid);
      return 'Started.';
    });
  };

  return html`<h1>Start a journey</h1>
    ${found.data && !journeys.length ? html`<p class="quiet">No journey of your applications is running. <a href="#/journeys">Look at the catalogue.</a></p>` : ''}
    <form class="start" onSubmit=${start}>
      ${reads ? html`<${Field} label="Journey"><select required value=${journey} onChange=${(event) => { setJourney(event.target.value); setValues({}); }}><option value="">choose one</option>
        ${journeys.map((one) => html`<option value=${one.id} selected=${one.id === journey}>${one.title ? `${one.title} (${one.id})` : one.id}</option>`)}</select><//>` : html`<${Field} label="Id of the journey"><input required value=${journey} onInput=${(event) => setJourney(event.target.value.trim())} /><//>`}
      <fieldset><legend>For whom</legend><div class="segments">${kinds.map(([one, label]) => html`<label key=${one}><input type="radio" name="kind" value=${one} checked=${kind === one} onChange=${() => setKind(one)} /> ${label}</label>`)}</div></fieldset>
      ${kind === 'list'
        ? html`<${Field} label="CSV, NDJSON or JSON, packed with gzip or not"><input type="file" accept=".csv,.ndjson,.json,.gz" onChange=${(event) => setFile(event.target.files[0] ?? null)} /><//>`
        : html`<${Field} label=${kind === 'filter' ? 'Filter, such as T("City", eq, "London") * T("Age", gte, 18)' : `${kind === 'users' ? 'User' : 'Device'} ids, separated by blanks, commas or lines`}>
          <textarea rows=${kind === 'filter' ? 4 : 8} value=${text} spellcheck="false" aria-invalid=${dry.error && filled ? 'true' : undefined} aria-describedby=${dry.error ? 'fault' : undefined} onInput=${(event) => setText(event.target.value)}></textarea><//>`}
      ${kind !== 'list' && dry.error && filled ? html`<${Fault} error=${dry.error} />` : ''}
      ${kind !== 'list' && dry.counted ? html`<${Counted} of=${dry.counted} />` : ''}
      ${kind !== 'list' && !dry.counted && !dry.error ? html`<p class="quiet" role="status">${dry.running ? 'Counting …' : !journey ? 'Choose a journey: what you write is counted as you write it.' : 'Nobody is named yet.'}</p>` : ''}
      ${attributes.length ? html`<fieldset class="filter"><legend>Attribute values, the same for everybody</legend>${attributes.map((one) => html`<${Field} key=${one} label=${one}><input value=${values[one] ?? ''} onInput=${(event) => setValues({ ...values, [one]: event.target.value })} /><//>`)}</fieldset>` : ''}
      ${calls.startAt ? html`<${Field} label="At a time (empty: at once)"><input type="datetime-local" value=${at} onInput=${(event) => setAt(event.target.value)} /><//>` : ''}
      <div class="buttons"><button type="submit" disabled=${!chosen || !filled || Boolean(dry.error && kind !== 'list')}>Start</button>${said}</div>
    </form>`;
}
