/* usage: rgb-to-png WIDTH HEIGHT <PIXELS >PICTURE.png: raw RGB of 3 bytes a pixel as a PNG (RFC 2083), its data not compressed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t crc_of(const uint8_t *data, size_t length, uint32_t crc)
{
	for (size_t i = 0; i < length; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
	}
	return crc;
}

static void put_32(uint8_t *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void chunk(const char *type, const uint8_t *data, size_t length)
{
	uint8_t number[4];
	put_32(number, (uint32_t)length);
	fwrite(number, 1, 4, stdout);
	fwrite(type, 1, 4, stdout);
	fwrite(data, 1, length, stdout);
	put_32(number, ~crc_of(data, length, crc_of((const uint8_t *)type, 4, 0xFFFFFFFFu)));
	fwrite(number, 1, 4, stdout);
}

int main(int argc, char **argv)
{
	unsigned width = argc == 3 ? (unsigned)atoi(argv[1]) : 0, height = argc == 3 ? (unsigned)atoi(argv[2]) : 0;
	/* A stored block of zlib holds at most 65535 bytes: one row each. */
	size_t row = 1 + 3 * (size_t)width;
	if (width == 0 || height == 0 || row > 65535) {
		fprintf(stderr, "usage: rgb-to-png WIDTH HEIGHT <PIXELS >PICTURE.png\n");
		return 2;
	}
	uint8_t *data = calloc(height * (row + 5) + 6, 1), *p = data;
	if (!data)
		return 1;
	*p++ = 0x78;
	*p++ = 0x01;
	uint32_t a = 1, b = 0;
	for (unsigned y = 0; y < height; y++) {
		*p++ = y + 1 == height;
		*p++ = (uint8_t)row;
		*p++ = (uint8_t)(row >> 8);
		*p++ = (uint8_t)~row;
		*p++ = (uint8_t)(~row >> 8);
		if (fread(p + 1, 1, row - 1, stdin) != row - 1) {
			fprintf(stderr, "rgb-to-png: fewer than %u rows of %u pixels\n", height, width);
			return 1;
		}
		for (size_t i = 0; i < row; i++) {
			a = (a + p[i]) % 65521;
			b = (b + a) % 65521;
		}
		p += row;
	}
	put_32(p, b << 16 | a);
	p += 4;

	uint8_t header[13] = { [8] = 8, [9] = 2 };
	put_32(header, width);
	put_32(header + 4, height);
	fwrite("\x89PNG\r\n\x1a\n", 1, 8, stdout);
	chunk("IHDR", header, sizeof header);
	chunk("IDAT", data, (size_t)(p - data));
	chunk("IEND", (const uint8_t *)"", 0);
	free(data);
	return fflush(stdout) == 0 ? 0 : 1;
}
