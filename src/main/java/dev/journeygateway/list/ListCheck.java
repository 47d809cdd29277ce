package dev.journeygateway.list;

/** What the check of a whole file came to: it may be queued, or it is refused and enters nobody. */
public sealed interface ListCheck permits CheckedList, ListRefusal {}
