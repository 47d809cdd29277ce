package dev.journeygateway.filter;

/** A tag of an application: its row's id and what its values are. */
public record Tag(int id, TagType type) {}
