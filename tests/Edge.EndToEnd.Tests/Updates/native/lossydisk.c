/*
 * A disk that keeps only what was synced, for a whole tree.
 *
 * Preloaded into every process of a life. At each successful fsync or fdatasync of a file under EDGE_DISK_DATA its content is copied to
 * EDGE_DISK_SHADOW/i-ID; at each fsync of a folder its list of names is written to EDGE_DISK_SHADOW/d-ID. ID is the inode and how often it was
 * made anew (EDGE_DISK_SHADOW/g-INODE), so that an inode used again is another one. After a "power cut" the test rebuilds the tree from these: of what was not synced,
 * any part is there and any part is not (LossyDisk.cs).
 *
 * EDGE_DISK_KILL_AT=n kills the process group before the n-th call that would change anything under the folder, counted over all processes.
 * EDGE_DISK_IGNORE_SYNC=suffix makes syncs of paths that end in it a lie, an empty one all of them: the control runs.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define ID_SIZE 96

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char data[PATH_MAX], shadow[PATH_MAX - 200];
static size_t data_length;
static atomic_long *calls;
static long kill_at;
static const char *lies_of;

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static int (*real_rename)(const char *, const char *);
static int (*real_renameat2)(int, const char *, int, const char *, unsigned);
static int (*real_unlink)(const char *);
static int (*real_rmdir)(const char *);
static int (*real_mkdir)(const char *, mode_t);
static int (*real_open)(const char *, int, ...);
static int (*real_open64)(const char *, int, ...);

static void find_real(void)
{
    if (real_open64)
        return;
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_renameat2 = dlsym(RTLD_NEXT, "renameat2");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rmdir = dlsym(RTLD_NEXT, "rmdir");
    real_mkdir = dlsym(RTLD_NEXT, "mkdir");
    real_open = dlsym(RTLD_NEXT, "open");
    real_open64 = dlsym(RTLD_NEXT, "open64");
}

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "lossydisk: %s %s: %s\n", what, path, strerror(errno));
    abort();
}

static int is_inside(const char *path)
{
    return data_length > 0 && strncmp(path, data, data_length) == 0 && (path[data_length] == 0 || path[data_length] == '/');
}

static int path_of(int descriptor, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return is_inside(path);
}

static void about_to_change(void)
{
    if (calls && kill_at > 0 && atomic_fetch_add(calls, 1) + 1 == kill_at) {
        kill(-getpgrp(), SIGKILL);
        kill(getpid(), SIGKILL);
    }
}

static void generation_file(unsigned long long inode, char *path)
{
    snprintf(path, PATH_MAX, "%s/g-%llu", shadow, inode);
}

static void id_of(int folder, const char *name, int flags, char *id, mode_t *mode)
{
    struct stat found, made;
    char path[PATH_MAX];
    if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW | flags) != 0) {
        id[0] = 0;
        return;
    }
    generation_file((unsigned long long)found.st_ino, path);
    long long times = stat(path, &made) == 0 ? (long long)made.st_size : 0;
    snprintf(id, ID_SIZE, "%llu-%lld", (unsigned long long)found.st_ino, times);
    *mode = found.st_mode;
}

/* Called with a file or folder that was not there before. */
static void made_anew(const char *name)
{
    struct stat found;
    char path[PATH_MAX];
    int error = errno;
    if (stat(name, &found) == 0) {
        generation_file((unsigned long long)found.st_ino, path);
        int times = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (times < 0 || real_write(times, "x", 1) != 1)
            fail("open", path);
        close(times);
    }
    errno = error;
}

static void write_all(int descriptor, const char *bytes, size_t length, const char *path)
{
    while (length > 0) {
        ssize_t written = real_write(descriptor, bytes, length);
        if (written < 0)
            fail("write", path);
        bytes += written;
        length -= (size_t)written;
    }
}

static int begin(const char *prefix, const char *id, char *target, char *part)
{
    snprintf(target, PATH_MAX, "%s/%s-%s", shadow, prefix, id);
    snprintf(part, PATH_MAX, "%s/part-%d-%s-%s", shadow, (int)getpid(), prefix, id);
    int to = real_open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0)
        fail("open", part);
    return to;
}

static void end(int to, const char *part, const char *target)
{
    close(to);
    if (real_rename(part, target) != 0)
        fail("rename", part);
}

static void keep_file(const char *path)
{
    char target[PATH_MAX], part[PATH_MAX], id[ID_SIZE], buffer[65536];
    mode_t mode;
    int from = real_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (from < 0)
        return; /* Deleted: it has no name to come back under. */
    id_of(from, "", AT_EMPTY_PATH, id, &mode);
    int to = begin("i", id, target, part);
    ssize_t count;
    while ((count = read(from, buffer, sizeof buffer)) > 0)
        write_all(to, buffer, (size_t)count, part);
    close(from);
    end(to, part, target);
}

static void keep_folder(const char *path)
{
    char target[PATH_MAX], part[PATH_MAX], id[ID_SIZE], entry_id[ID_SIZE], line[PATH_MAX];
    mode_t mode;
    DIR *folder = opendir(path);
    if (!folder)
        return;
    id_of(dirfd(folder), "", AT_EMPTY_PATH, id, &mode);
    int to = begin("d", id, target, part);
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        id_of(dirfd(folder), entry->d_name, 0, entry_id, &mode);
        if (entry_id[0] == 0)
            continue;
        int length = snprintf(line, sizeof line, "%c %s %o %s\n", S_ISDIR(mode) ? 'd' : 'f', entry_id, (unsigned)(mode & 0777), entry->d_name);
        write_all(to, line, (size_t)length, part);
    }
    closedir(folder);
    end(to, part, target);
}

/* What is there when the power comes on was on the disk. */
static void keep_all(const char *path)
{
    char inner[PATH_MAX];
    struct stat found;
    DIR *folder = opendir(path);
    if (!folder)
        return;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) >= (int)sizeof inner || lstat(inner, &found) != 0)
            continue;
        if (S_ISDIR(found.st_mode))
            keep_all(inner);
        else if (S_ISREG(found.st_mode))
            keep_file(inner);
    }
    closedir(folder);
    keep_folder(path);
}

__attribute__((constructor)) static void start(void)
{
    find_real();
    const char *data_folder = getenv("EDGE_DISK_DATA"), *shadow_folder = getenv("EDGE_DISK_SHADOW"), *kill_text = getenv("EDGE_DISK_KILL_AT");
    if (!data_folder || !shadow_folder)
        return;
    snprintf(shadow, sizeof shadow, "%s", shadow_folder);
    lies_of = getenv("EDGE_DISK_IGNORE_SYNC");
    kill_at = kill_text ? atol(kill_text) : 0;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/calls", shadow);
    int is_first = access(path, F_OK) != 0;
    int counter = real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (counter < 0 || ftruncate(counter, sizeof *calls) != 0)
        fail("open", path);
    calls = mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, counter, 0);
    close(counter);
    if (calls == MAP_FAILED)
        fail("mmap", path);
    snprintf(data, sizeof data, "%s", data_folder);
    if (is_first)
        keep_all(data);
    data_length = strlen(data);
}

static int is_lie(const char *path)
{
    size_t length = strlen(path), suffix = lies_of ? strlen(lies_of) : 0;
    return lies_of && length >= suffix && strcmp(path + length - suffix, lies_of) == 0;
}

static void synced(int descriptor)
{
    char path[PATH_MAX];
    struct stat found;
    int error = errno;
    if (path_of(descriptor, path) && !is_lie(path) && fstat(descriptor, &found) == 0) {
        pthread_mutex_lock(&gate);
        if (S_ISDIR(found.st_mode))
            keep_folder(path);
        else
            keep_file(path);
        pthread_mutex_unlock(&gate);
    }
    errno = error;
}

static void changes(int descriptor)
{
    char path[PATH_MAX];
    int error = errno;
    if (kill_at > 0 && path_of(descriptor, path))
        about_to_change();
    errno = error;
}

int fsync(int descriptor)
{
    find_real();
    changes(descriptor);
    int result = real_fsync(descriptor);
    if (result == 0)
        synced(descriptor);
    return result;
}

int fdatasync(int descriptor)
{
    find_real();
    changes(descriptor);
    int result = real_fdatasync(descriptor);
    if (result == 0)
        synced(descriptor);
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    find_real();
    changes(descriptor);
    return real_write(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
    find_real();
    changes(descriptor);
    return real_pwrite(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset)
{
    find_real();
    changes(descriptor);
    return real_pwrite64(descriptor, bytes, count, offset);
}

int rename(const char *from, const char *to)
{
    find_real();
    if (is_inside(to))
        about_to_change();
    return real_rename(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    find_real();
    if (is_inside(to))
        about_to_change();
    return real_renameat2(from_folder, from, to_folder, to, flags);
}

int unlink(const char *path)
{
    find_real();
    if (is_inside(path))
        about_to_change();
    return real_unlink(path);
}

int rmdir(const char *path)
{
    find_real();
    if (is_inside(path))
        about_to_change();
    return real_rmdir(path);
}

int mkdir(const char *path, mode_t mode)
{
    find_real();
    if (is_inside(path))
        about_to_change();
    int result = real_mkdir(path, mode);
    if (result == 0 && is_inside(path))
        made_anew(path);
    return result;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    find_real();
    int creates = (flags & O_CREAT) && is_inside(path);
    if (creates)
        about_to_change();
    int is_new = creates && access(path, F_OK) != 0;
    int result = real_open(path, flags, mode);
    if (is_new && result >= 0)
        made_anew(path);
    return result;
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    find_real();
    int creates = (flags & O_CREAT) && is_inside(path);
    if (creates)
        about_to_change();
    int is_new = creates && access(path, F_OK) != 0;
    int result = real_open64(path, flags, mode);
    if (is_new && result >= 0)
        made_anew(path);
    return result;
}
