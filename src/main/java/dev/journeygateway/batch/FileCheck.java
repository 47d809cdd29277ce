package dev.journeygateway.batch;

/** What the check of a whole file came to: it may be queued, or it is refused and enters nobody. */
public sealed interface FileCheck permits CheckedFile, FileRefusal {}
