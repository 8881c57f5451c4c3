// A marginal scale of five brackets in whole cents, as plain C writes it: `scale COUNT ROUNDS`. The tax is rounded half up to the cent.
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int64_t start[5] = {0, 1200000, 3000000, 6000000, 12000000};
static const int64_t rate[5] = {0, 10, 20, 35, 45};
static const int64_t base[5] = {0, 0, 18000000, 78000000, 288000000};

__attribute__((noinline)) static void tax(const int64_t *income, int64_t *result, long count) {
    for (long row = 0; row < count; row++) {
        int64_t value = income[row];
        int bracket = (value > start[1]) + (value > start[2]) + (value > start[3]) + (value > start[4]);
        result[row] = (base[bracket] + (value - start[bracket]) * rate[bracket] + 50) / 100;
    }
}

int main(int argc, char **argv) {
    long count = argc > 2 ? atol(argv[1]) : 1000000, rounds = argc > 2 ? atol(argv[2]) : 10;
    int64_t *income = malloc(sizeof(int64_t) * count), *result = malloc(sizeof(int64_t) * count);
    if (!income || !result) return 1;
    for (long row = 0; row < count; row++) income[row] = (int64_t)row * 7919 % 20000000;
    double best = 1e9;
    for (long round = 0; round < rounds; round++) {
        struct timespec begin, end;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
        tax(income, result, count);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
        double seconds = (end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) / 1e9;
        if (seconds < best) best = seconds;
    }
    int64_t total = 0;
    for (long row = 0; row < count; row++) total += result[row];
    printf("{\"nanoseconds\": %.4f, \"total\": %lld.%02lld}\n", best / count * 1e9, (long long)(total / 100), (long long)(total % 100));
    return 0;
}
