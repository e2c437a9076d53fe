/// The cluster seen from outside: processes, SQL, HTTP and etcd.
///
/// Lives here: the faults, one round of one fault, the campaign of many, and what is printed.
/// `cluster` is what is harmed, `client` who notices, `history` who judges.
/// Never: a class of the program under test.
package io.matriarch.chaos;
