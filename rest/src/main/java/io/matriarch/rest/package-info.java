/// HTTP on Vert.x Web: health checks, operator requests, metrics.
///
/// Lives here: routes, Patroni's JSON shapes, authentication.
/// Never: SQL, etcd or a lock on the way of a GET; those read one snapshot.
package io.matriarch.rest;
