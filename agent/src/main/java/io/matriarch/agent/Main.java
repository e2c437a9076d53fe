package io.matriarch.agent;

import io.matriarch.agent.cli.Commands;
import io.matriarch.agent.cli.Lookups;
import java.util.List;

/// The program's entry.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new Commands(AgentProgram::run, new Lookups(EtcdLookup::members, RelationLookupBySql::names, EtcdLookup::dynamic), System.getenv(), System.out, System.err).run(List.of(args)));
    }
}
