/*
 * matriarch-guardian: the parent of one PostgreSQL server, which ends every process of that server at an armed deadline
 * whether the agent lives or not (safety.md 1.2, 1.5, 1.6).
 *
 * Why C, and why one file: a guardian has to act while the machine is out of memory, its agent frozen and its disk hung.
 * This is 0.8 MB locked into memory, no heap, no collector, and one thread: PR_SET_PDEATHSIG is bound to the *thread* that
 * forked, so the server's death signal hangs on a thread that lives exactly as long as the guardian.
 *
 *   matriarch-guardian --socket /abs/path [--arm SOFT HARD] [--record /abs/path BEGINNING] -- /abs/postgres -D DIR ...
 *   matriarch-guardian --socket /abs/path [--arm SOFT HARD] [--record /abs/path BEGINNING] --adopt PID STARTTIME
 *
 * Lines in:  ARM soft hard | DISARM | SIGNAL HUP|INT|QUIT|TERM | KILL | STATUS  (nanoseconds of CLOCK_BOOTTIME); each is
 * answered by one OK or ERR why. Lines out: GUARDIAN protocol pid to whoever connects, then at any time
 * RUNNING pid starttime ARMED soft hard|UNARMED, FENCING SOFT|HARD, STUCK n (processes that outlived SIGKILL for 5 s),
 * EXITED code|signal n|unknown (no process of this server is left; the guardian ends).
 *
 * After a fence, when nothing of the server is left and the socket is free, one line of JSON that begins with BEGINNING says what was done and
 * why, for the agent's journal (`FenceRecord` reads it): /abs/path.N, whole or not at all, N its milliseconds since 1970.
 *
 * Rules: only DISARM disarms, never a lost connection. A deadline that has passed is enforced before any line is read, and
 * a fence that has begun is not taken back. Nothing here may block: no write to a log while there is something to guard.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MS 1000000LL
#define PROTOCOL 1
#define FARTHEST (3600 * 1000 * MS) /* a deadline beyond an hour is an error of units, not a lease */
enum { EX_USAGE = 64, EX_IN_USE = 69, EX_SYSTEM = 71 };
enum stage { CALM, SOFT, WALSENDERS, IMMEDIATE, HARD };

struct proc { pid_t pid, ppid; char state; unsigned long long start; };
struct link { char text[PATH_MAX]; };

static struct {
    pid_t pid;                    /* the postmaster */
    unsigned long long start;     /* its start in clock ticks since boot: with the pid, its identity */
    int adopted, pidfd;           /* somebody else's child: watched by pidfd, its orphans found by exe and cwd */
    struct link exe, cwd;
    int gone, status;             /* gone: reaped, the pid may be somebody else's by now */
    unsigned long long gone_tick;
} server = { .pidfd = -1 };

static int armed, held = -1, listener = -1, client = -1, ticker = -1, stuck_told;
static int64_t soft, hard, hard_since, sweeping_since, next_sweep, renewed, heard;
static const char *record_path, *record_beginning;
static struct {
    int64_t at, wall, overdue, renewed, silence; /* when it began, and how long before that ... */
    int ordered, connected, killed;
} fence;
static enum stage stage = CALM;
static pid_t self;
static struct sockaddr_un address = { .sun_family = AF_UNIX };
static char line[160], oom_before[16] = "0";
static size_t line_length;

static void die(int code, const char *what) {
    dprintf(2, "matriarch-guardian: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
    _exit(code);
}

static int64_t boot_now(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_BOOTTIME, &t) != 0) die(EX_SYSTEM, "clock_gettime");
    return t.tv_sec * 1000 * MS + t.tv_nsec;
}

/* ---- the socket: whoever connected last is the agent; a peer that does not read is dropped, never waited for ---- */

static void drop_client(void) {
    if (client >= 0) close(client);
    client = -1;
    line_length = 0;
}

__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...) {
    char text[160];
    va_list rest;
    va_start(rest, format);
    int n = vsnprintf(text, sizeof text, format, rest);
    va_end(rest);
    if (client >= 0 && send(client, text, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) != n) drop_client();
}

static void say_state(void) {
    if (armed) say("RUNNING %d %llu ARMED %lld %lld\n", server.pid, server.start, (long long)soft, (long long)hard);
    else say("RUNNING %d %llu UNARMED\n", server.pid, server.start);
    if (stage != CALM) say("FENCING %s\n", stage == HARD ? "HARD" : "SOFT");
}

/* ---- /proc: read by system calls into buffers on the stack, because opendir() allocates ---- */

static int read_text(const char *path, char *into, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t n = read(fd, into, size - 1);
    close(fd);
    into[n > 0 ? n : 0] = '\0';
    return n > 0 ? (int)n : -1;
}

static int read_proc(pid_t pid, struct proc *p) {
    char path[40], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_text(path, text, sizeof text) < 0) return 0;
    char *field = strrchr(text, ')'); /* the name may hold spaces and parentheses: count from its end */
    if (!field || field[1] != ' ') return 0;
    p->pid = pid;
    p->state = field[2];
    p->ppid = (pid_t)strtol(field + 3, NULL, 10);
    for (int n = 2; field && n < 22; n++) field = strchr(field + 1, ' ');
    p->start = field ? strtoull(field + 1, NULL, 10) : 0;
    return 1;
}

/* The link's text, never stat() of what it leads to: that may wait for a hung disk. */
static int read_link(pid_t pid, const char *name, struct link *into) {
    char path[40];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    ssize_t n = readlink(path, into->text, sizeof into->text - 1);
    into->text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

static int leads_to(const struct link *found, const struct link *expected) {
    size_t n = strlen(expected->text);
    return !strncmp(found->text, expected->text, n) && (!found->text[n] || !strcmp(found->text + n, " (deleted)"));
}

/*
 * An orphan of an adopted server has been given to init: known by program and data directory, and started before the postmaster
 * died. A process that is just dying has no program any more, but its sockets may still be open while it has a directory.
 */
static int adopted_orphan(const struct proc *p) {
    static struct link exe, cwd;
    if (!server.adopted || !server.gone || p->start > server.gone_tick) return 0;
    return read_link(p->pid, "cwd", &cwd) && leads_to(&cwd, &server.cwd) && (!read_link(p->pid, "exe", &exe) || leads_to(&exe, &server.exe));
}

/* A grandchild (an archive command) becomes the guardian's child when its parent dies, and so the next sweep's prey. */
static int of_this_server(const struct proc *p) {
    if (p->state == 'Z' || p->state == 'X' || p->pid == self || (!server.gone && p->pid == server.pid)) return 0;
    return (!server.gone && p->ppid == server.pid) || (!server.adopted && p->ppid == self) || adopted_orphan(p);
}

static void kill_child(const struct proc *p) { kill(p->pid, SIGKILL); }

/* In a fast shutdown everything that heeds SIGTERM has had it, except the walsenders, which wait for standbys that a cut network
 * hides. (Told apart by nobody: reading their titles in /proc takes a lock that a backend on a hung disk may hold.) */
static void end_walsender(const struct proc *p) {
    if (p->ppid == server.pid) kill(p->pid, SIGTERM);
}

/* Every living process of the server but the postmaster; answers how many there were, -1 when /proc cannot be read. */
static int each_child(void (*act)(const struct proc *)) {
    struct entry { uint64_t ino; int64_t off; unsigned short size; unsigned char type; char name[]; };
    char buffer[4096] __attribute__((aligned(8)));
    int found = 0, proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0) return -1;
    for (long n; (n = syscall(SYS_getdents64, proc, buffer, sizeof buffer)) > 0;)
        for (long at = 0; at < n;) {
            struct entry *e = (struct entry *)(buffer + at);
            struct proc p;
            at += e->size;
            if (!isdigit((unsigned char)e->name[0]) || !read_proc((pid_t)strtol(e->name, NULL, 10), &p) || !of_this_server(&p)) continue;
            found++;
            act(&p);
        }
    close(proc);
    return found;
}

/* ---- fencing ---- */

static void signal_postmaster(int number) {
    if (server.gone) return;
    if (server.adopted) syscall(SYS_pidfd_send_signal, server.pidfd, number, NULL, 0);
    else kill(server.pid, number); /* not reaped yet, so the pid cannot be anybody else's */
}

/* What is known only at this moment. Two clocks and no more: nothing may hold up what comes next. */
static void note_begin(int64_t now, int ordered) {
    struct timespec wall = { 0 };
    if (stage != CALM || fence.at) return;
    clock_gettime(CLOCK_REALTIME, &wall);
    fence.at = now, fence.wall = wall.tv_sec * 1000 + wall.tv_nsec / MS;
    fence.overdue = armed && now > soft ? now - soft : 0;
    fence.renewed = now - renewed, fence.silence = now - heard;
    fence.ordered = ordered, fence.connected = client >= 0;
}

static void begin_hard(int64_t now) {
    if (stage == HARD) return;
    stage = HARD;
    hard_since = now;
    next_sweep = 0;
    signal_postmaster(SIGSTOP); /* or it forks a backend behind the sweep's back */
}

static int64_t due(enum stage s) {
    switch (s) {
        case SOFT: return soft;
        case WALSENDERS: return soft + (hard - soft) * 6 / 10;
        case IMMEDIATE: return soft + (hard - soft) * 8 / 10;
        case HARD: return hard;
        case CALM: break;
    }
    return INT64_MAX;
}

static void enforce(int64_t now) {
    enum stage before = stage;
    if (armed && !server.gone && now >= soft) note_begin(now, 0);
    if (armed && !server.gone && now >= hard) begin_hard(now); /* no time left to be polite */
    while (armed && !server.gone && stage < IMMEDIATE && now >= due(stage + 1)) {
        stage++;
        if (stage == SOFT) signal_postmaster(SIGINT);
        else if (stage == WALSENDERS) each_child(end_walsender);
        else if (stage == IMMEDIATE) signal_postmaster(SIGQUIT);
    }
    if (before == CALM && stage != CALM && stage != HARD) say("FENCING SOFT\n");
    if (before != HARD && stage == HARD) say("FENCING HARD\n");
}

static void write_record(void) {
    static const char *const stages[] = { "CALM", "SOFT", "WALSENDERS", "IMMEDIATE", "HARD" };
    static char path[PATH_MAX + 32], unfinished[PATH_MAX + 40], text[1024];
    char at[32], end[32] = "unknown";
    struct tm utc;
    time_t seconds = (time_t)(fence.wall / 1000);
    int64_t took = (boot_now() - fence.at) / MS, overdue = fence.overdue / MS, ago = fence.renewed / MS, silence = fence.silence / MS;
    if (!record_path || stage == CALM || !gmtime_r(&seconds, &utc) || !strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S", &utc)) return;
    if (!server.adopted && WIFSIGNALED(server.status)) snprintf(end, sizeof end, "signal %d", WTERMSIG(server.status));
    else if (!server.adopted) snprintf(end, sizeof end, "exit code %d", WEXITSTATUS(server.status));
    int n = snprintf(text, sizeof text, "%s\"at\":\"%s.%03dZ\",\"overdue\":\"PT%lld.%03lldS\",\"renewed\":\"PT%lld.%03lldS\",\"silence\":\"PT%lld.%03lldS\","
        "\"deed\":{\"is\":\"ByGuardian\",\"ordered\":%s,\"connected\":%s,\"reach\":\"%s\",\"killed\":%d,\"took\":\"PT%lld.%03lldS\",\"exit\":\"%s\"}}\n",
        record_beginning, at, (int)(fence.wall % 1000), (long long)overdue / 1000, (long long)overdue % 1000, (long long)ago / 1000, (long long)ago % 1000,
        (long long)silence / 1000, (long long)silence % 1000, fence.ordered ? "true" : "false", fence.connected ? "true" : "false", stages[stage], fence.killed,
        (long long)took / 1000, (long long)took % 1000, end);
    if (n <= 0 || (size_t)n >= sizeof text) return;
    snprintf(path, sizeof path, "%s.%lld", record_path, (long long)fence.wall);
    snprintf(unfinished, sizeof unfinished, "%s.new", path);
    int fd = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return;
    int whole = write(fd, text, (size_t)n) == n;
    close(fd);
    if (!whole || rename(unfinished, path) != 0) unlink(unfinished);
}

static void exited(void) {
    unlink(address.sun_path); /* first: whoever hears EXITED may start the next guardian on this very path, */
    close(held);              /* and finds the lock free */
    if (server.adopted) say("EXITED unknown\n");
    else if (WIFSIGNALED(server.status)) say("EXITED signal %d\n", WTERMSIG(server.status));
    else say("EXITED %d\n", WEXITSTATUS(server.status));
    write_record(); /* only now may a write block */
    dprintf(2, "matriarch-guardian: no process of postmaster %d is left (%s)\n", server.pid,
        stage == CALM ? "not fenced" : stage == HARD ? "fenced, killed at the hard deadline or by order" : "fenced at the soft deadline");
    _exit(0);
}

/* Ends what the postmaster left behind, or all of it at the hard deadline; returns only while something is still alive. */
static void sweep(int64_t now) {
    if (!sweeping_since) sweeping_since = now;
    if (now < next_sweep) return;
    int left = each_child(kill_child);
    if (server.adopted && left + 1 > fence.killed) fence.killed = left + 1; /* others' children: not reaped here, so not counted exactly */
    if (!server.gone && (left == 0 || now - hard_since > 200 * MS)) signal_postmaster(SIGKILL);
    if (server.gone && server.adopted && left == 0) exited();
    if (now - sweeping_since > 5000 * MS && !stuck_told++) say("STUCK %d\n", left);
    next_sweep = now + (now - sweeping_since < 200 * MS ? 2 : now - sweeping_since < 5000 * MS ? 20 : 200) * MS;
}

/* After exit 0 no backend is left, but PostgreSQL's log collector still writes the last lines: it ends by itself in milliseconds. */
static void mark_gone(int status) {
    int64_t now = boot_now();
    server.gone = 1;
    server.status = status;
    server.gone_tick = (unsigned long long)(now / (1000 * MS / sysconf(_SC_CLK_TCK)));
    next_sweep = !server.adopted && stage != HARD && status == 0 ? now + 300 * MS : 0;
}

/* As subreaper the guardian inherits every orphan, so "no child left" (ECHILD) proves that no process of the server is left. */
static void reap(int pidfd_ready) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (stage != CALM && !server.adopted && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) fence.killed++;
        if (!server.adopted && pid == server.pid) mark_gone(status);
    }
    if (!server.adopted && server.gone && pid < 0 && errno == ECHILD) exited();
    if (pidfd_ready && !server.gone) mark_gone(0);
}

/* ---- commands ---- */

static int number(char **at, int64_t *value) {
    char *end;
    while (**at == ' ') (*at)++;
    if (!isdigit((unsigned char)**at)) return 0;
    errno = 0;
    *value = strtoll(*at, &end, 10);
    if (errno || (*end && *end != ' ')) return 0;
    *at = end;
    return 1;
}

static const char *arm(char *arguments) {
    int64_t new_soft, new_hard;
    if (!number(&arguments, &new_soft) || !number(&arguments, &new_hard) || *arguments) return "expected: ARM soft-ns hard-ns";
    if (new_hard < new_soft) return "the hard deadline is before the soft one";
    if (new_hard - FARTHEST > boot_now()) return "the deadline is more than an hour away";
    if (stage != CALM) return "fencing has begun";
    soft = new_soft, hard = new_hard, armed = 1;
    renewed = boot_now();
    return NULL;
}

static const char *forward(const char *name) {
    static const struct { const char *name; int number; } signals[] = { { "HUP", SIGHUP }, { "INT", SIGINT }, { "QUIT", SIGQUIT }, { "TERM", SIGTERM } };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!strcmp(name, signals[i].name)) return signal_postmaster(signals[i].number), NULL;
    return "expected: SIGNAL HUP|INT|QUIT|TERM";
}

static const char *perform(char *command) {
    if (!strcmp(command, "STATUS")) return say_state(), NULL;
    if (server.gone) return "the postmaster has exited";
    if (!strncmp(command, "ARM ", 4)) return arm(command + 4);
    if (!strcmp(command, "DISARM")) return stage != CALM ? "fencing has begun" : (armed = 0, NULL);
    if (!strncmp(command, "SIGNAL ", 7)) return forward(command + 7);
    if (strcmp(command, "KILL")) return "unknown command";
    if (stage != HARD) note_begin(boot_now(), 1), begin_hard(boot_now()), say("FENCING HARD\n");
    return NULL;
}

/* One read a turn, so that a flood cannot keep the guardian from its clock. */
static void hear(void) {
    char bytes[512];
    ssize_t n = recv(client, bytes, sizeof bytes, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) { heard = boot_now(), drop_client(); return; }
    for (ssize_t i = 0; i < n && client >= 0; i++) {
        if (bytes[i] != '\n') {
            if (line_length == sizeof line - 1) { say("ERR the line is too long\n"); drop_client(); return; }
            line[line_length++] = bytes[i];
            continue;
        }
        line[line_length] = '\0';
        line_length = 0;
        heard = boot_now();
        const char *refusal = perform(line);
        if (refusal) say("ERR %s\n", refusal);
        else say("OK\n");
    }
}

static void admit(void) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || (peer.uid != 0 && peer.uid != geteuid())) { close(fd); return; }
    drop_client(); /* the newest wins: a restarted agent takes over from a frozen one */
    client = fd;
    say("GUARDIAN %d %d\n", PROTOCOL, self);
    say_state();
}

/* ---- start ---- */

static void open_socket(const char *path) {
    char temporary[sizeof address.sun_path], lock[sizeof address.sun_path];
    if (path[0] != '/' || strlen(path) + 6 > sizeof address.sun_path) die(EX_USAGE, "the socket path must be absolute and at most 102 bytes");
    /* A lock, because asking by connect() would take the living guardian from its agent. The file stays, or two could hold locks on two files. */
    snprintf(lock, sizeof lock, "%s.lock", path);
    umask(0177);
    held = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int busy = held >= 0 && flock(held, LOCK_EX | LOCK_NB) != 0;
    if (held < 0 || (busy && errno != EWOULDBLOCK)) die(EX_SYSTEM, "cannot lock the socket");
    if (busy) errno = 0, die(EX_IN_USE, "another guardian serves this socket");
    /* Bound beside its place and renamed into it: who sees the file can connect, and a stale file is replaced in one step. */
    snprintf(temporary, sizeof temporary, "%s.new", path);
    strcpy(address.sun_path, temporary);
    unlink(temporary);
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 8) != 0 || rename(temporary, path) != 0)
        die(EX_SYSTEM, "cannot serve the socket");
    umask(0077);
    strcpy(address.sun_path, path);
}

static void write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return;
    if (write(fd, text, strlen(text)) < 0) errno = 0; /* best effort: only the superuser may lower oom_score_adj */
    close(fd);
}

static const int ignored[] = { SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU };

static void become_server(char **command) {
    sigset_t none;
    sigemptyset(&none);
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != self) _exit(EX_SYSTEM); /* the guardian died before the signal was bound to it */
    setsid();
    write_text("/proc/self/oom_score_adj", oom_before);
    execv(command[0], command);
    die(127, command[0]);
}

static void start_server(char **command) {
    server.pid = fork();
    if (server.pid < 0) die(EX_SYSTEM, "fork");
    if (server.pid == 0) become_server(command);
    struct proc p;
    if (read_proc(server.pid, &p)) server.start = p.start;
}

static void adopt(pid_t pid, unsigned long long start) {
    struct proc p;
    server.adopted = 1;
    server.pid = pid;
    server.start = start;
    server.pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (server.pidfd < 0 || !read_proc(pid, &p) || p.start != start || !read_link(pid, "exe", &server.exe) || !read_link(pid, "cwd", &server.cwd))
        die(EX_SYSTEM, "cannot adopt this process");
}

static void settle(void) {
    int null = open("/dev/null", O_RDONLY);
    if (null > 0) dup2(null, 0), close(null);
    syscall(SYS_close_range, 3, ~0U, 0);
    setsid();
    if (chdir("/") != 0) die(EX_SYSTEM, "chdir /");
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) die(EX_SYSTEM, "PR_SET_CHILD_SUBREAPER");
    read_text("/proc/self/oom_score_adj", oom_before, sizeof oom_before);
    write_text("/proc/self/oom_score_adj", "-1000");
}

static void set_ticker(void) {
    int64_t at = armed && !server.gone && stage < HARD ? due(stage + 1) : INT64_MAX;
    if ((server.gone || stage == HARD) && next_sweep < at) at = next_sweep;
    struct itimerspec when = { 0 };
    if (at != INT64_MAX) when.it_value = (struct timespec){ at / (1000 * MS), at % (1000 * MS) + (at < 1 ? 1 : 0) };
    timerfd_settime(ticker, TFD_TIMER_ABSTIME, &when, NULL);
}

static void guard(int children) {
    char drained[256];
    for (;;) {
        set_ticker();
        struct pollfd on[] = { { children, POLLIN, 0 }, { ticker, POLLIN, 0 }, { listener, POLLIN, 0 }, { client, POLLIN, 0 },
            { server.gone ? -1 : server.pidfd, POLLIN, 0 } };
        if (poll(on, sizeof on / sizeof *on, -1) < 0) continue;
        for (int i = 0; i < 2; i++) if (on[i].revents && read(on[i].fd, drained, sizeof drained) < 0) errno = 0;
        reap(on[4].revents != 0);
        enforce(boot_now()); /* before a line is read: what was said while we were frozen past the deadline came too late */
        if (server.gone || stage == HARD) sweep(boot_now());
        if (on[3].revents && client == on[3].fd) hear();
        if (on[2].revents) admit();
    }
}

int main(int count, char **argument) {
    const char *path = NULL, *refusal = NULL;
    char **command = NULL, both[64];
    pid_t adoptee = 0;
    unsigned long long adoptee_start = 0;
    for (int i = 1; i < count && !command; i++) {
        if (!strcmp(argument[i], "--socket") && i + 1 < count) path = argument[++i];
        else if (!strcmp(argument[i], "--arm") && i + 2 < count) {
            snprintf(both, sizeof both, "%s %s", argument[i + 1], argument[i + 2]);
            refusal = arm(both), i += 2;
        } else if (!strcmp(argument[i], "--record") && i + 2 < count) {
            record_path = argument[i + 1], record_beginning = argument[i + 2], i += 2;
        } else if (!strcmp(argument[i], "--adopt") && i + 2 < count) {
            adoptee = (pid_t)strtol(argument[i + 1], NULL, 10);
            adoptee_start = strtoull(argument[i + 2], NULL, 10), i += 2;
        } else if (!strcmp(argument[i], "--") && i + 1 < count) command = argument + i + 1;
        else refusal = "unknown argument";
    }
    errno = 0;
    if (!path || refusal || (adoptee > 0) == (command != NULL))
        die(EX_USAGE, refusal ? refusal : "usage: --socket PATH [--arm SOFT HARD] [--record PATH BEGINNING] (-- POSTGRES ARGUMENT... | --adopt PID STARTTIME)");
    settle();
    self = getpid();
    renewed = heard = boot_now();
    open_socket(path);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, NULL);
    int children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    ticker = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (children < 0 || ticker < 0) die(EX_SYSTEM, "signalfd or timerfd");
    if (command) start_server(command);
    else adopt(adoptee, adoptee_start);
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) errno = 0; /* best effort: a small RLIMIT_MEMLOCK must not keep Postgres down */
    guard(children);
}
