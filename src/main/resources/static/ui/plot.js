// Plots of counts over time, drawn by uPlot in the page's colours.
import { html, useEffect, useRef, UPlot } from './lib.js';
import { number, time } from './format.js';

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const COLOURS = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'];

/** The smallest numbers for an axis: 12 000 as 12k. */
const brief = (n) => (n >= 1e6 ? `${n / 1e6}M` : n >= 1e3 ? `${n / 1e3}k` : String(n));

/**
 * @param series [{name, counts}], drawn as lines in this order
 * @param begin epoch seconds of the first step, step its length
 * @param onStep told the begin of the step that was clicked
 */
export function Plot({ label, series, begin, step, onStep }) {
  const place = useRef(null);
  const plot = useRef(null);
  const click = useRef(onStep);
  click.current = onStep;
  const key = series.map((one) => one.name).join('|') + step;
  const steps = series[0]?.counts.length ?? 0;
  const data = [Array.from({ length: steps }, (_, i) => begin + i * step), ...series.map((one) => one.counts)];
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    let drawn = null;
    const draw = () => {
      drawn?.destroy();
      const axis = { stroke: css('--quiet'), grid: { stroke: css('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
      drawn = new UPlot({
        width: place.current.clientWidth || 300,
        height: 120,
        legend: { live: true, isolate: false },
        cursor: { y: false, points: { size: 6 } },
        padding: [8, 4, 0, 0],
        scales: { y: { range: (self, min, max) => [0, Math.max(max, 4)] } },
        axes: [
          { ...axis, values: (self, splits) => splits.map((at) => time(at * 1000, false)), space: 80, size: 24 },
          { ...axis, values: (self, splits) => splits.map((n) => (n % 1 ? '' : brief(n))), size: 40, space: 28 },
        ],
        series: [
          { label: 'at', value: (self, at) => (at ? time(at * 1000, false) : '–') },
          ...series.map((one, i) => ({
            label: one.name,
            stroke: css(COLOURS[i % COLOURS.length]),
            width: 1.5,
            points: { show: false },
            paths: UPlot.paths.stepped({ align: 1 }),
            value: (self, n) => (n === null || n === undefined ? '–' : number(n)),
          })),
        ],
      }, latest.current, place.current);
      plot.current = drawn;
      drawn.over.addEventListener('click', () => {
        const i = drawn.cursor.idx;
        if (i !== null && i !== undefined) click.current?.(latest.current[0][i]);
      });
    };
    draw();
    const size = new ResizeObserver(() => {
      if (place.current?.clientWidth) drawn.setSize({ width: place.current.clientWidth, height: 120 });
    });
    size.observe(place.current);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      size.disconnect();
      scheme.removeEventListener('change', draw);
      drawn.destroy();
    };
  }, [key]);
  useEffect(() => plot.current?.setData(data));
  return html`<div class="plot" ref=${place} role="img" aria-label=${label}></div>`;
}
