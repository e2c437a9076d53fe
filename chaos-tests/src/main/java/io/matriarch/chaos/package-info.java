/// The cluster seen from outside: processes, SQL, HTTP and etcd.
///
/// Lives here: nodes as processes, faults, the recorded history and its checker.
/// Never: a class of the program under test.
package io.matriarch.chaos;
