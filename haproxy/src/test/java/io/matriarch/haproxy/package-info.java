/// haproxy.cfg, driven through a real HAProxy: in front of nodes whose health the test sets, and in front of a real cluster.
///
/// Never here: anything of the program's classes. HAProxy sees ports, and so do these tests.
package io.matriarch.haproxy;
