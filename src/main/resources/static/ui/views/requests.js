// Requests, newest first; the address bar holds the filter.
import { html, useState } from '../lib.js';
import { query, act } from '../api.js';
import { useCall, useAction, Answered, State, Id, Time, CountsBar, Progress, Table, Field, counted, link, go } from '../parts.js';
import { number, toApi, toInput, plural } from '../format.js';

const STATES = ['scheduled', 'accepted', 'processing', 'held', 'delivering', 'done', 'failed', 'cancelled'];
const FIELDS = ['state', 'door', 'journey', 'application', 'from', 'to', 'file', 'person'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function Filter({ filter, me, titles }) {
  const narrow = (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    if (UUID.test(form.uuid.trim())) {
      go('requests', form.uuid.trim());
      return;
    }
    delete form.uuid;
    go('requests', '', { ...form, from: toApi(form.from), to: toApi(form.to) });
  };
  const wide = matchMedia('(min-width: 700px)').matches;
  const now = (event) => event.target.form.requestSubmit();
  return html`<form class="filter" onSubmit=${narrow} key=${JSON.stringify(filter)}>
    <${Field} label="State"><select name="state" onChange=${now} value=${filter.state ?? ''}><option value="">any</option>${STATES.map((one) => html`<option value=${one} selected=${one === filter.state}>${one}</option>`)}</select><//>
    <${Field} label="Door"><input name="door" list="doors" value=${filter.door ?? ''} placeholder="any" /><//>
    <datalist id="doors">${['http', 'folder', 'sftp', 'queue', 'upload'].map((one) => html`<option value=${one}></option>`)}</datalist>
    <${Field} label="Journey"><input name="journey" list="journeys" value=${filter.journey ?? ''} placeholder="any" /><//>
    <datalist id="journeys">${[...titles].map(([id, title]) => html`<option value=${id}>${title}</option>`)}</datalist>
    <${Field} label="Person"><input name="person" value=${filter.person ?? ''} autocomplete="off" /><//>
    ${me.applications.length > 1 ? html`<${Field} label="Application"><select name="application" onChange=${now}><option value="">any</option>${me.applications.map((one) => html`<option value=${one.code} selected=${one.code === filter.application}>${one.name || one.code}</option>`)}</select><//>` : null}
    <div class="buttons"><button type="submit">Show</button> <a role="button" class="secondary outline" href="#/requests">Clear</a></div>
    <details class="more" open=${wide || ['from', 'to', 'file', 'application'].some((name) => filter[name])}><summary>More filters</summary><div class="filter">
    <${Field} label="From"><input type="datetime-local" name="from" value=${toInput(filter.from)} /><//>
    <${Field} label="To"><input type="datetime-local" name="to" value=${toInput(filter.to)} /><//>
    <${Field} label="File name begins with"><input name="file" value=${filter.file ?? ''} /><//>
    <${Field} label="Request uuid"><input name="uuid" autocomplete="off" /><//></div></details>
  </form>`;
}

export const requestRow = (one, titles) => html`<tr key=${one.request_uuid}>
  <td><${Time} at=${one.accepted_at} /></td>
  <td><${State} of=${one.expected_at ? 'waiting' : one.state} /></td>
  <td><${Id} of=${one.request_uuid} href=${link('requests', one.request_uuid)} /></td>
  <td>${titles.get(one.journey_id) || one.journey_id}</td>
  <td>${one.door}${one.file ? html` <span class="file">${one.file}</span>` : ''}</td>
  <td class="grow"><${CountsBar} counts=${one.counts} /></td>
  <td class="num">${number(one.counts.requested)}</td><td class="num">${number(one.counts.entered)}</td><td class="num">${number(counted(one.counts))}</td>
  <td class="num">${one.expected_at ? html`slot at <${Time} at=${one.expected_at} />` : html`<${Progress} of=${one.progress} />`}</td></tr>`;
export const HEAD = ['Accepted', 'State', 'Request', 'Journey', 'Door', 'Counts', '#Requested', '#Entered', '#Not entered', '#Time left'];

function CancelAll({ filter, calls, me, then }) {
  const [run, said] = useAction();
  if (!calls['/api/start-requests/cancel'] || !me.may('start')) return null;
  const body = Object.fromEntries(FIELDS.filter((name) => filter[name]).map((name) => [name, filter[name]]));
  const cancel = async () => {
    let n = 0;
    await run(null, async () => {
      const counted = await act('POST', 'api/start-requests/cancel?dry_run=true', body);
      n = counted.matched ?? counted.count ?? 0;
      return n ? `${plural(n, 'request')} match` : 'Nothing that matches can be cancelled.';
    });
    if (n) {
      await run({ title: `Cancel ${plural(n, 'request')}?`, text: 'Who has entered stays. Who has not entered will not.', yes: `Cancel ${number(n)}`, bad: true },
        async () => {
          const came = await act('POST', 'api/start-requests/cancel', body);
          return `Cancelled ${number(came.done ?? came.cancelled ?? 0)}${came.left ? `; ${number(came.left)} are left, cancel again` : ''}.`;
        }, then);
    }
  };
  return html`<button class="secondary outline small" onClick=${cancel}>Cancel all that match</button>${said}`;
}

export function Requests({ filter, me, calls, titles }) {
  const [before, setBefore] = useState([]);
  const asked = Object.fromEntries(FIELDS.map((name) => [name, filter[name]]));
  const call = useCall(`api/start-requests${query({ ...asked, after: filter.after, limit: 50 })}`);
  const narrowed = FIELDS.some((name) => filter[name]);
  return html`<div class="bar-of-tools"><h1>Requests</h1><${CancelAll} filter=${asked} calls=${calls} me=${me} then=${call.reload} /></div>
    <${Filter} filter=${filter} me=${me} titles=${titles} />
    <${Answered} call=${call} what="requests">${({ start_requests: rows, after }) => html`
      <${Table} label="Requests" head=${HEAD} empty=${rows.length ? '' : narrowed ? 'No request matches.' : html`No request has come yet. <a href="#/start">Start the first one.</a>`}>${rows.map((one) => requestRow(one, titles))}<//>
      <nav class="pages" aria-label="Pages">${filter.after ? html`<a href=${link('requests', '', asked)}>Newest</a>` : ''} ${after ? html`<a href=${link('requests', '', { ...asked, after })}>Older</a>` : ''}</nav>`}<//>`;
}
