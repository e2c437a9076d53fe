package io.matriarch.agent.cli;

/// What commands ask the world.
public record Lookups(MemberLookup members, RelationLookup relations, DynamicLookup dynamic) {}
