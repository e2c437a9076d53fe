/// The PostgreSQL server beside this agent: looking at it, its files, and the steps that change it ([io.matriarch.core.port.LocalPostgres]).
///
/// Lives here: SQL, configuration files, PostgreSQL's own programs, markers beside the data directory.
/// Never: a decision (who leads, whether to rewind), etcd, a way of starting a server that no guardian is the parent of.
///
/// A password is in memory, in the pgpass file (0600) and nowhere else: not in an argument, a log, a conninfo or a generated file.
package io.matriarch.agent.postgres;
