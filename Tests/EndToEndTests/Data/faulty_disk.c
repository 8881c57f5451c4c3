/* A disk that can lose its power and run full, beneath a whole program (LD_PRELOAD).
 *
 * FAULTY_DISK_ROOT  only what lies beneath this folder is looked at
 * FAULTY_DISK_UNDO  a file to which each change is written before it is made, with what it takes to undo it, and each
 *                   promise of durability (fsync, fdatasync) when it is given; PowerLoss.swift reads it
 * FAULTY_DISK_FULL  while this file exists, nothing can be written
 * FAULTY_DISK_ROOM  with any value, what is there may be written over all the same: only what makes a file longer is refused,
 *                   as a database that keeps its log's files at hand meets a full disk
 *
 * A killed program's writes stay with the operating system, so undoing what was not synced gives the disk as a loss of
 * power would have left it. Memory maps are not seen: SQLite maps only its index of the log, which it makes anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static char root[PATH_MAX];
static const char *full;
static int has_room;

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static ssize_t real_write(int fd, const void *bytes, size_t count) {
    REAL(write);
    return real(fd, bytes, count);
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("FAULTY_DISK_ROOT"), *undo = getenv("FAULTY_DISK_UNDO");
    /* A copy: PostgreSQL writes its title over the environment. */
    full = getenv("FAULTY_DISK_FULL");
    if (full) full = strdup(full);
    has_room = getenv("FAULTY_DISK_ROOM") != NULL;
    if (!folder || !realpath(folder, root)) return;
    strncat(root, "/", sizeof root - strlen(root) - 1);
    if (undo) {
        REAL(open);
        journal = real(undo, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

static int is_ours(const char *path) { return root[0] && strncmp(path, root, strlen(root)) == 0; }

/* The path of a regular file or folder that is open; 0 for anything else. */
static int path_of(int fd, char *path) {
    struct stat about;
    char link[64];
    if (!root[0] || fstat(fd, &about) != 0 || !(S_ISREG(about.st_mode) || S_ISDIR(about.st_mode))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (S_ISDIR(about.st_mode)) { path[length] = '/'; path[length + 1] = 0; }
    return is_ours(path);
}

/* One record: kind, lengths, offset, size before, paths, bytes before; numbers as the machine has them. */
static void note(char kind, const char *path, const char *other, uint64_t offset, uint64_t size, const void *bytes, uint32_t count) {
    if (journal < 0) return;
    uint32_t lengths[3] = { (uint32_t)strlen(path), other ? (uint32_t)strlen(other) : 0, count };
    uint64_t numbers[2] = { offset, size };
    size_t total = 1 + sizeof lengths + sizeof numbers + lengths[0] + lengths[1] + count;
    char *record = malloc(total), *at = record;
    *at++ = kind;
    memcpy(at, lengths, sizeof lengths); at += sizeof lengths;
    memcpy(at, numbers, sizeof numbers); at += sizeof numbers;
    memcpy(at, path, lengths[0]); at += lengths[0];
    if (other) memcpy(at, other, lengths[1]);
    at += lengths[1];
    if (count) memcpy(at, bytes, count);
    real_write(journal, record, total);
    free(record);
}

static int is_full(void) { return full && access(full, F_OK) == 0; }

static int is_refused(int fd, off_t offset, size_t count) {
    struct stat about;
    if (!is_full()) return 0;
    return !has_room || fstat(fd, &about) != 0 || offset + (off_t)count > about.st_size;
}

/* What stands now where `count` bytes will be written. */
static void note_write(int fd, const char *path, off_t offset, size_t count) {
    struct stat about;
    if (journal < 0) return;
    fstat(fd, &about);
    size_t old = offset >= about.st_size ? 0 : (size_t)(about.st_size - offset) < count ? (size_t)(about.st_size - offset) : count;
    char again[64], *bytes = malloc(old ? old : 1);
    /* The descriptor may be for writing only. */
    if (old) {
        REAL(open);
        snprintf(again, sizeof again, "/proc/self/fd/%d", fd);
        int reader = real(again, O_RDONLY | O_CLOEXEC);
        ssize_t got = reader < 0 ? -1 : pread(reader, bytes, old, offset);
        if (got != (ssize_t)old) abort();
        close(reader);
    }
    note('w', path, NULL, (uint64_t)offset, (uint64_t)about.st_size, bytes, (uint32_t)old);
    free(bytes);
}

#define GUARDED_WRITE(fd, offset, count, call) \
    do { \
        char path[PATH_MAX + 1]; \
        if (fd == journal || !path_of(fd, path)) return call; \
        if (is_refused(fd, offset, count)) { errno = ENOSPC; return -1; } \
        pthread_mutex_lock(&lock); \
        note_write(fd, path, offset, count); \
        ssize_t done = call; \
        int error = errno; \
        pthread_mutex_unlock(&lock); \
        errno = error; \
        return done; \
    } while (0)

static off_t end_or_here(int fd) {
    return fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *bytes, size_t count) { GUARDED_WRITE(fd, end_or_here(fd), count, real_write(fd, bytes, count)); }

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    REAL(pwrite);
    GUARDED_WRITE(fd, offset, count, real(fd, bytes, count, offset));
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    GUARDED_WRITE(fd, offset, count, real(fd, bytes, count, offset));
}

static int note_truncate(int fd, off_t size) {
    char path[PATH_MAX + 1];
    struct stat about;
    if (!path_of(fd, path) || fstat(fd, &about) != 0) return 0;
    size_t lost = about.st_size > size ? (size_t)(about.st_size - size) : 0;
    note_write(fd, path, size, lost);
    return 1;
}

int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    pthread_mutex_lock(&lock);
    note_truncate(fd, size);
    int done = real(fd, size);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    pthread_mutex_lock(&lock);
    note_truncate(fd, size);
    int done = real(fd, size);
    pthread_mutex_unlock(&lock);
    return done;
}

/* The promise itself is not kept by the real disk: no test pulls the plug of the machine. */
static int promise(int fd, int (*real)(int)) {
    char path[PATH_MAX + 2];
    if (!path_of(fd, path)) return real(fd);
    if (is_full() && !has_room && path[strlen(path) - 1] != '/') { errno = ENOSPC; return -1; }
    pthread_mutex_lock(&lock);
    note('s', path, NULL, 0, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return 0;
}

int fsync(int fd) { REAL(fsync); return promise(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return promise(fd, real); }

/* An absolute path, without resolving the last part. */
static void absolute(const char *path, char *out) {
    if (path[0] == '/') { snprintf(out, PATH_MAX, "%s", path); return; }
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) here[0] = 0;
    snprintf(out, PATH_MAX, "%s/%s", here, path);
}

static int open_noting(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
    char whole[PATH_MAX];
    if (!(flags & O_CREAT)) return real(path, flags, mode);
    absolute(path, whole);
    if (!is_ours(whole)) return real(path, flags, mode);
    pthread_mutex_lock(&lock);
    if (access(whole, F_OK) != 0) note('c', whole, NULL, 0, 0, NULL, 0);
    int fd = real(path, flags, mode);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { REAL(open); MODE(flags); return open_noting(path, flags, mode, real); }
int open64(const char *path, int flags, ...) { REAL(open64); MODE(flags); return open_noting(path, flags, mode, real); }

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    char whole[PATH_MAX];
    absolute(path, whole);
    if (!is_ours(whole)) return real(path, mode);
    pthread_mutex_lock(&lock);
    if (access(whole, F_OK) != 0) note('m', whole, NULL, 0, 0, NULL, 0);
    int done = real(path, mode), error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int link(const char *from, const char *to) {
    REAL(link);
    char whole[PATH_MAX];
    absolute(to, whole);
    if (!is_ours(whole)) return real(from, to);
    pthread_mutex_lock(&lock);
    if (access(whole, F_OK) != 0) note('c', whole, NULL, 0, 0, NULL, 0);
    int done = real(from, to), error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

/* What a name stood for is kept beside the journal, so that it can be given back. */
static void keep(const char *path, char *kept) {
    static int count = 0;
    snprintf(kept, PATH_MAX, "%s.%d.%d", getenv("FAULTY_DISK_UNDO"), getpid(), count++);
    if (link(path, kept) != 0) kept[0] = 0;
}

int unlink(const char *path) {
    REAL(unlink);
    char whole[PATH_MAX], kept[PATH_MAX];
    absolute(path, whole);
    if (!is_ours(whole) || journal < 0 || access(whole, F_OK) != 0) return real(path);
    pthread_mutex_lock(&lock);
    keep(whole, kept);
    note('u', whole, kept, 0, 0, NULL, 0);
    int done = real(path), error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int rename(const char *from, const char *to) {
    REAL(rename);
    char source[PATH_MAX], target[PATH_MAX], kept[PATH_MAX];
    absolute(from, source);
    absolute(to, target);
    if (!is_ours(target) || journal < 0) return real(from, to);
    pthread_mutex_lock(&lock);
    if (access(target, F_OK) == 0) {
        keep(target, kept);
        note('u', target, kept, 0, 0, NULL, 0);
    }
    note('r', source, target, 0, 0, NULL, 0);
    int done = real(from, to), error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
