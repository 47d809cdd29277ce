// The libraries as ES modules: they come as scripts that set one global each, since inline import maps are against the page's policy.
export const { h, render, Component, Fragment } = globalThis.preact;
export const { useState, useEffect, useRef, useMemo, useCallback } = globalThis.preactHooks;
export const html = globalThis.htm.bind(h);
export const UPlot = globalThis.uPlot;
