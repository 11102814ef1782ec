/*
 * What a power cut would leave of an SQLite database, by LD_PRELOAD. Before a write to the database, its log or its journal is
 * made, what it replaces goes into a record; a sync is a record too. power-cut.ts takes back, after the process was killed,
 * whatever no sync has followed. POWER_DATABASE names the database, POWER_RECORD the file of the records. With POWER_LIES the
 * disk says that it has synced and has not.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NONE, DATABASE, LOG, JOURNAL, FOLDER };
enum { DESCRIPTORS = 65536, PATH = 4096 };

static unsigned char files[DESCRIPTORS];
static char paths[5][PATH];
static int record = -1;
static int lies;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(name) *)real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char *database = getenv("POWER_DATABASE");
  const char *target = getenv("POWER_RECORD");
  if (!database || !target || strlen(database) > PATH - 16) return;
  lies = getenv("POWER_LIES") != NULL;
  strcpy(paths[DATABASE], database);
  strcat(strcpy(paths[LOG], database), "-wal");
  strcat(strcpy(paths[JOURNAL], database), "-journal");
  strcpy(paths[FOLDER], database);
  *strrchr(paths[FOLDER], '/') = '\0';
  record = REAL(open)(target, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (record < 0) abort();
}

static int which(const char *path) {
  if (record < 0) return NONE;
  for (int file = DATABASE; file <= FOLDER; file++)
    if (strcmp(path, paths[file]) == 0) return file;
  return NONE;
}

static int of(int fd) { return fd >= 0 && fd < DESCRIPTORS ? files[fd] : NONE; }

static void put(const void *bytes, size_t length) {
  for (const char *at = bytes; length > 0;) {
    ssize_t done = REAL(write)(record, at, length);
    if (done < 0 && errno != EINTR) abort();
    if (done > 0) at += done, length -= done;
  }
}

/* kind, file, offset, size before, bytes that are replaced, bytes that replace them; then both. */
static void note(char kind, int file, uint64_t offset, uint64_t size, const void *before, uint64_t replaced,
                 const void *after, uint64_t length) {
  char head[34] = {kind, (char)file};
  memcpy(head + 2, &offset, 8);
  memcpy(head + 10, &size, 8);
  memcpy(head + 18, &replaced, 8);
  memcpy(head + 26, &length, 8);
  put(head, sizeof head);
  put(before, replaced);
  put(after, length);
}

static uint64_t size_of(int fd) {
  struct stat found;
  return fstat(fd, &found) == 0 ? (uint64_t)found.st_size : 0;
}

/* The descriptor of the caller may be for writing alone. */
static void note_change(char kind, int file, uint64_t size, uint64_t from, uint64_t to, const void *bytes,
                        uint64_t length) {
  uint64_t replaced = from < size ? (to < size ? to : size) - from : 0;
  char *before = malloc(replaced + 1);
  if (replaced > 0) {
    int reading = REAL(open)(paths[file], O_RDONLY | O_CLOEXEC);
    if (reading < 0 || pread(reading, before, replaced, from) != (ssize_t)replaced) abort();
    REAL(close)(reading);
  }
  note(kind, file, from, size, before, replaced, bytes, length);
  free(before);
}

static int opened(int fd, int file) {
  if (fd >= 0 && fd < DESCRIPTORS) files[fd] = (unsigned char)file;
  return fd;
}

static void before_open(const char *path, int file, int flags) {
  if (file == NONE || file == FOLDER) return;
  if ((flags & O_CREAT) && access(path, F_OK) != 0) note('c', file, 0, 0, NULL, 0, NULL, 0);
}

#define OPEN(name)                                             \
  int name(const char *path, int flags, ...) {                 \
    va_list rest;                                              \
    va_start(rest, flags);                                     \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                              \
    int file = which(path);                                    \
    before_open(path, file, flags);                            \
    return opened(REAL(name)(path, flags, mode), file);        \
  }
OPEN(open)
OPEN(open64)

int openat(int folder, const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  int file = which(path);
  before_open(path, file, flags);
  return opened(REAL(openat)(folder, path, flags, mode), file);
}

int close(int fd) {
  if (fd >= 0 && fd < DESCRIPTORS) files[fd] = NONE;
  return REAL(close)(fd);
}

static ssize_t changed(int fd, const void *bytes, size_t length, uint64_t offset) {
  pthread_mutex_lock(&order);
  note_change('w', of(fd), size_of(fd), offset, offset + length, bytes, length);
  ssize_t done = REAL(pwrite64)(fd, bytes, length, offset);
  pthread_mutex_unlock(&order);
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return of(fd) == NONE ? REAL(pwrite64)(fd, bytes, length, offset) : changed(fd, bytes, length, offset);
}

/* SQLite does not write in this way; if it begins to, what the records say would be wrong. */
ssize_t write(int fd, const void *bytes, size_t length) {
  if (of(fd) != NONE) abort();
  return REAL(write)(fd, bytes, length);
}

int ftruncate64(int fd, off64_t length) {
  int file = of(fd);
  if (file == NONE) return REAL(ftruncate64)(fd, length);
  pthread_mutex_lock(&order);
  uint64_t size = size_of(fd);
  note_change('t', file, size, length, size > (uint64_t)length ? size : (uint64_t)length, NULL, 0);
  int done = REAL(ftruncate64)(fd, length);
  pthread_mutex_unlock(&order);
  return done;
}

static int synced(int fd, int done) {
  if (done == 0 && of(fd) != NONE && !lies) {
    pthread_mutex_lock(&order);
    note('s', of(fd), 0, 0, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&order);
  }
  return done;
}
int fsync(int fd) { return synced(fd, REAL(fsync)(fd)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)(fd)); }

int unlink(const char *path) {
  int file = which(path);
  if (file != NONE && file != FOLDER) {
    struct stat found;
    if (stat(path, &found) == 0) {
      pthread_mutex_lock(&order);
      note_change('u', file, found.st_size, 0, found.st_size, NULL, 0);
      pthread_mutex_unlock(&order);
    }
  }
  return REAL(unlink)(path);
}
