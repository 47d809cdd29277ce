package dev.journeygateway.audience;

/** A tag of an application: its row's id and what its values are. */
public record Tag(int id, TagType type) {}
