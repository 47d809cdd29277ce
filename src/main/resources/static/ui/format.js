// How numbers, times and ids look everywhere.
const THIN = '\u2009';

/** 201440 as 201 440, with thin spaces. */
export const number = (n) => (n === undefined || n === null ? '' : String(n).replace(/\B(?=(\d{3})+$)/g, THIN));

/** A count that the API ends at: 100000 is so many or more. */
export const capped = (n) => (n >= 100_000 ? `${number(100_000)}+` : number(n));

const two = (n) => String(n).padStart(2, '0');

/** In the reader's zone: the time today, else the day as well. */
export function time(text, withSeconds = true) {
  const at = new Date(text);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}${withSeconds ? `:${two(at.getSeconds())}` : ''}`;
  const today = new Date();
  if (at.toDateString() === today.toDateString()) return clock;
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${at.getFullYear() === today.getFullYear() ? day.slice(5) : day} ${clock}`;
}

/** Both zones, for the hover. */
export function zones(text) {
  const at = new Date(text);
  return `${at.toLocaleString()} here, ${at.toISOString().replace('T', ' ').replace(/\.\d+Z/, ' UTC')}`;
}

/** 95 as 2 min, in one unit. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 90) return `${s} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  if (s < 172_800) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86_400)} days`;
}

export const ago = (text) => `${duration((Date.now() - new Date(text)) / 1000)} ago`;

/** Shortened in the middle: 01a2…9089. */
export const short = (id) => (id.length > 13 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id);

export const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** A local time of an input as the API takes it, and back. */
export const toApi = (local) => (local ? new Date(local).toISOString() : '');
export function toInput(text) {
  if (!text) return '';
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return '';
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export const REASONS = {
  RATE_LIMITED: 'by rate',
  UNAUTHENTICATED: 'token unknown',
  PERMISSION_DENIED: 'no right',
  JOURNEY_NOT_FOUND: 'no such journey',
  JOURNEY_NOT_RUNNING: 'journey not running',
  INVALID_FILTER: 'invalid filter',
  UNKNOWN_ATTRIBUTE: 'unknown attribute',
  UNAVAILABLE: 'gateway not available',
};
export const reason = (name) => REASONS[name] ?? name.toLowerCase().replaceAll('_', ' ');
