/*
 * Makes the syncs of a process slower: loaded with LD_PRELOAD, each fsync, fdatasync and write to a file that was opened with
 * O_DSYNC returns SYNC_DELAY_US microseconds after it is done. For measuring on a quick disk what a slower one would show
 * (bench/run); durability is what it was.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static struct timespec delay;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);

__attribute__((constructor)) static void prepare(void) {
  const char *text = getenv("SYNC_DELAY_US");
  long micros = text == NULL ? 0 : strtol(text, NULL, 10);
  delay.tv_sec = micros / 1000000;
  delay.tv_nsec = micros % 1000000 * 1000;
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
}

static void wait_on(void) {
  int error = errno;
  nanosleep(&delay, NULL);
  errno = error;
}

int fsync(int file) {
  int result = real_fsync(file);
  wait_on();
  return result;
}

int fdatasync(int file) {
  int result = real_fdatasync(file);
  wait_on();
  return result;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  ssize_t result = real_pwrite64(file, bytes, count, offset);
  if (fcntl(file, F_GETFL) & O_DSYNC) {
    wait_on();
  }
  return result;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  return pwrite64(file, bytes, count, offset);
}
