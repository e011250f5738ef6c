/*
 * A disk that keeps only what was synced, for one folder.
 *
 * Preloaded into a process. At each successful fsync or fdatasync of a file in EDGE_SYNC_DATA its content is copied to
 * EDGE_SYNC_SHADOW/inode-N; at each fsync of the folder itself its list of names is written to EDGE_SYNC_SHADOW/names.
 * After a "power cut" the test rebuilds the folder from the two: whatever was not synced is gone, names included.
 *
 * EDGE_KILL_AT_WRITE=suffix:n kills the process before its n-th write to a file whose path ends in suffix:
 * a way into the middle of a transaction (outbox.db-wal) or of a checkpoint (outbox.db).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char data[PATH_MAX], shadow[PATH_MAX], kill_suffix[256];
static atomic_long kill_after = 0;

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);

static void find_real(void)
{
    if (real_fsync)
        return;
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
}

static int path_of(int descriptor, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return 1;
}

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "syncedwrites: %s %s: %s\n", what, path, strerror(errno));
    abort();
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

static void copy_file(const char *path)
{
    struct stat found;
    char target[PATH_MAX + 64], part[PATH_MAX + 96], buffer[65536];
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return; /* Deleted: it has no name to come back under. */
    if (fstat(from, &found) != 0)
        fail("fstat", path);
    snprintf(target, sizeof target, "%s/inode-%lu", shadow, (unsigned long)found.st_ino);
    snprintf(part, sizeof part, "%s.part", target);
    int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0)
        fail("open", part);
    ssize_t count;
    while ((count = read(from, buffer, sizeof buffer)) > 0)
        write_all(to, buffer, (size_t)count, part);
    close(to);
    close(from);
    if (rename(part, target) != 0)
        fail("rename", part);
}

static void copy_names(void)
{
    char target[PATH_MAX + 64], part[PATH_MAX + 64], line[PATH_MAX + 64];
    snprintf(target, sizeof target, "%s/names", shadow);
    snprintf(part, sizeof part, "%s/names.part", shadow);
    int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    DIR *folder = opendir(data);
    if (to < 0 || !folder)
        fail("open", part);
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_type != DT_REG)
            continue;
        int length = snprintf(line, sizeof line, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
        write_all(to, line, (size_t)length, part);
    }
    closedir(folder);
    close(to);
    if (rename(part, target) != 0)
        fail("rename", part);
}

__attribute__((constructor)) static void start(void)
{
    find_real();
    const char *data_folder = getenv("EDGE_SYNC_DATA"), *shadow_folder = getenv("EDGE_SYNC_SHADOW");
    const char *kill_text = getenv("EDGE_KILL_AT_WRITE");
    if (kill_text) {
        const char *colon = strrchr(kill_text, ':');
        if (colon && (size_t)(colon - kill_text) < sizeof kill_suffix) {
            memcpy(kill_suffix, kill_text, (size_t)(colon - kill_text));
            kill_after = atol(colon + 1);
        }
    }
    if (!data_folder || !shadow_folder)
        return;
    snprintf(data, sizeof data, "%s", data_folder);
    snprintf(shadow, sizeof shadow, "%s", shadow_folder);
    char names[PATH_MAX + 64];
    snprintf(names, sizeof names, "%s/names", shadow);
    if (access(names, F_OK) == 0)
        return;
    /* What is there when the power comes on was on the disk. */
    DIR *folder = opendir(data);
    if (!folder)
        return;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        char path[PATH_MAX + 300];
        snprintf(path, sizeof path, "%s/%s", data, entry->d_name);
        if (entry->d_type == DT_REG)
            copy_file(path);
    }
    closedir(folder);
    copy_names();
}

static void synced(int descriptor)
{
    char path[PATH_MAX];
    size_t length = strlen(data);
    if (length == 0)
        return;
    int error = errno;
    if (path_of(descriptor, path) && strncmp(path, data, length) == 0) {
        pthread_mutex_lock(&gate);
        if (path[length] == 0)
            copy_names();
        else if (path[length] == '/')
            copy_file(path);
        pthread_mutex_unlock(&gate);
    }
    errno = error;
}

static void about_to_write(int descriptor)
{
    char path[PATH_MAX];
    if (kill_suffix[0] == 0)
        return;
    int error = errno;
    if (path_of(descriptor, path)) {
        size_t length = strlen(path), suffix = strlen(kill_suffix);
        if (length >= suffix && strcmp(path + length - suffix, kill_suffix) == 0 && atomic_fetch_sub(&kill_after, 1) == 1)
            kill(getpid(), SIGKILL);
    }
    errno = error;
}

int fsync(int descriptor)
{
    find_real();
    int result = real_fsync(descriptor);
    if (result == 0)
        synced(descriptor);
    return result;
}

int fdatasync(int descriptor)
{
    find_real();
    int result = real_fdatasync(descriptor);
    if (result == 0)
        synced(descriptor);
    return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
    find_real();
    about_to_write(descriptor);
    return real_pwrite(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset)
{
    find_real();
    about_to_write(descriptor);
    return real_pwrite64(descriptor, bytes, count, offset);
}
