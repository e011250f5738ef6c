/*
 * A board with an I2C bus and two devices on it, for the test machine: to the kernel it is a CP2112 USB-to-I2C bridge (Silicon Labs AN495), made through
 * /dev/uhid, so the kernel's own driver, bus and /dev/i2c-N are what programs use. On the bus: a BME280 (Bosch BST-BME280-DS002) at 0x76 with the calibration
 * of the data sheet's example, and an MCP23017 (Microchip DS20001952) at 0x20.
 *
 * usage: sensor-board CONTROL STATE
 *   CONTROL   a FIFO of commands, one a line:
 *             absent ADDRESS | nonsense ADDRESS | present ADDRESS   the device does not answer, answers 0xFF to all, answers again
 *             input PIN LEVEL                                      level at a pin of the MCP23017, 0 to 15
 *             adc REGISTER VALUE                                   a byte of the BME280
 *             state                                                writes what is driven to the file STATE
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <linux/uhid.h>

enum report {
	GPIO_CONFIG = 0x02, GPIO_GET = 0x03, GPIO_SET = 0x04, VERSION = 0x05, SMBUS_CONFIG = 0x06,
	READ_REQUEST = 0x10, WRITE_READ_REQUEST = 0x11, READ_FORCE_SEND = 0x12, READ_RESPONSE = 0x13, WRITE_REQUEST = 0x14,
	STATUS_REQUEST = 0x15, STATUS_RESPONSE = 0x16, LOCK_BYTE = 0x20, USB_CONFIG = 0x21,
};

enum { MCP_IODIR = 0x00, MCP_GPIO = 0x12, MCP_OLAT = 0x14, MCP_REGISTERS = 0x16 };
enum { BME_CALIBRATION = 0x88, BME_ID = 0xD0, BME_RESET = 0xE0, BME_HUMIDITY_CALIBRATION = 0xE1, BME_MEASURE = 0xF4, BME_DATA = 0xF7 };

struct device {
	uint8_t address, pointer, registers[256];
	int silent, nonsense;
	uint8_t (*read)(struct device *, uint8_t);
	void (*write)(struct device *, uint8_t, uint8_t);
};

static uint8_t mcp_inputs[2];

/* What the BME280's converter will say: the data sheet's example for temperature and pressure. */
static uint8_t bme_converter[8] = { 0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00, 0x6B, 0x00 };

static uint8_t mcp_read(struct device *d, uint8_t at)
{
	if (at == MCP_GPIO || at == MCP_GPIO + 1) {
		uint8_t port = at - MCP_GPIO, inputs = d->registers[MCP_IODIR + port], inverted = d->registers[0x02 + port];
		return (d->registers[MCP_OLAT + port] & ~inputs) | ((mcp_inputs[port] ^ inverted) & inputs);
	}
	return d->registers[at % MCP_REGISTERS];
}

static void mcp_write(struct device *d, uint8_t at, uint8_t value)
{
	if (at == MCP_GPIO || at == MCP_GPIO + 1)
		at += MCP_OLAT - MCP_GPIO;
	d->registers[at % MCP_REGISTERS] = value;
}

static uint8_t bme_read(struct device *d, uint8_t at) { return d->registers[at]; }

static void bme_reset(struct device *d)
{
	memset(d->registers + 0xF2, 0, 4);
	static const uint8_t none[8] = { 0x80, 0, 0, 0x80, 0, 0, 0x80, 0 };
	memcpy(d->registers + BME_DATA, none, sizeof none);
}

static void bme_write(struct device *d, uint8_t at, uint8_t value)
{
	if (at == BME_RESET && value == 0xB6)
		bme_reset(d);
	if (at < 0xF2 || at > 0xF5 || at == 0xF3)
		return;
	d->registers[at] = value;
	if (at == BME_MEASURE && (value & 3)) {
		memcpy(d->registers + BME_DATA, bme_converter, sizeof bme_converter);
		if ((value & 3) != 3)
			d->registers[at] &= ~3; /* forced: one measurement, then asleep */
	}
}

static struct device devices[] = {
	{ .address = 0x20, .read = mcp_read, .write = mcp_write },
	{ .address = 0x76, .read = bme_read, .write = bme_write },
};

static void power_on(void)
{
	memset(devices[0].registers, 0, sizeof devices[0].registers);
	devices[0].registers[MCP_IODIR] = devices[0].registers[MCP_IODIR + 1] = 0xFF;

	static const int16_t calibration[12] = { 27504, 26435, -1000, (int16_t)36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000 };
	struct device *bme = &devices[1];
	for (int i = 0; i < 12; i++) {
		bme->registers[BME_CALIBRATION + 2 * i] = (uint8_t)calibration[i];
		bme->registers[BME_CALIBRATION + 2 * i + 1] = (uint8_t)((uint16_t)calibration[i] >> 8);
	}
	/* H1 75; H2 362, H3 0, H4 321, H5 50, H6 30: a module's. H4 and H5 share the byte in their middle. */
	static const uint8_t humidity[7] = { 362 & 0xFF, 362 >> 8, 0, 321 >> 4, (321 & 15) | ((50 & 15) << 4), 50 >> 4, 30 };
	bme->registers[0xA1] = 75;
	memcpy(bme->registers + BME_HUMIDITY_CALIBRATION, humidity, sizeof humidity);
	bme->registers[BME_ID] = 0x60;
	bme_reset(bme);
}

static struct device *device_at(unsigned address)
{
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (devices[i].address == address)
			return &devices[i];
	return NULL;
}

static int uhid;
static uint8_t answer[512];
static size_t answer_length, answer_sent;
static int transfer_failed;
static uint8_t gpio_config[4], gpio_latch;

static void send_event(const struct uhid_event *event)
{
	if (write(uhid, event, sizeof *event) < 0) {
		perror("sensor-board: /dev/uhid");
		exit(1);
	}
}

static void send_input(const uint8_t *data, size_t length)
{
	struct uhid_event event = { .type = UHID_INPUT2 };
	event.u.input2.size = 64;
	memcpy(event.u.input2.data, data, length);
	send_event(&event);
}

/* One transfer on the bus: bytes written, then bytes read. The first byte written is a register's number, which counts up. */
static void transfer(unsigned address, const uint8_t *written, size_t count, size_t wanted)
{
	struct device *d = device_at(address);
	answer_length = answer_sent = 0;
	transfer_failed = !d || d->silent;
	if (transfer_failed)
		return;
	if (count > 0)
		d->pointer = written[0];
	/* A BME280 takes pairs of register and value; an MCP23017 counts up. */
	if (d->address == 0x76)
		for (size_t i = 0; i + 1 < count; i += 2)
			d->write(d, written[i], written[i + 1]);
	else
		for (size_t i = 1; i < count; i++)
			d->write(d, d->pointer++, written[i]);
	for (answer_length = 0; answer_length < wanted && answer_length < sizeof answer; answer_length++)
		answer[answer_length] = d->nonsense ? 0xFF : d->read(d, d->pointer++);
}

static void on_output(const uint8_t *r, size_t size)
{
	uint8_t reply[64] = { 0 };
	switch (r[0]) {
	case READ_REQUEST:
		transfer(r[1] >> 1, NULL, 0, (size_t)r[2] << 8 | r[3]);
		break;
	case WRITE_READ_REQUEST:
		transfer(r[1] >> 1, r + 5, r[4] <= 16 && r[4] + 5u <= size ? r[4] : 0, (size_t)r[2] << 8 | r[3]);
		break;
	case WRITE_REQUEST:
		transfer(r[1] >> 1, r + 3, r[2] <= 61 && r[2] + 3u <= size ? r[2] : 0, 0);
		break;
	case STATUS_REQUEST:
		reply[0] = STATUS_RESPONSE;
		reply[1] = transfer_failed ? 3 : 2; /* error: no acknowledgement; or complete */
		reply[2] = transfer_failed ? 0 : 5;
		reply[5] = (uint8_t)(answer_length >> 8);
		reply[6] = (uint8_t)answer_length;
		send_input(reply, sizeof reply);
		break;
	case READ_FORCE_SEND: {
		size_t part = answer_length - answer_sent;
		reply[0] = READ_RESPONSE;
		reply[1] = 2;
		reply[2] = (uint8_t)(part > 61 ? 61 : part);
		memcpy(reply + 3, answer + answer_sent, reply[2]);
		answer_sent += reply[2];
		send_input(reply, sizeof reply);
		break;
	}
	}
}

static void on_get(const struct uhid_get_report_req *request)
{
	struct uhid_event reply = { .type = UHID_GET_REPORT_REPLY };
	struct uhid_get_report_reply_req *r = &reply.u.get_report_reply;
	r->id = request->id;
	r->data[0] = request->rnum;
	switch (request->rnum) {
	case GPIO_CONFIG: r->size = 5; memcpy(r->data + 1, gpio_config, 4); break;
	case GPIO_GET: r->size = 2; r->data[1] = gpio_latch & gpio_config[0]; break;
	case VERSION: r->size = 3; r->data[1] = 0x0C; r->data[2] = 2; break;
	case SMBUS_CONFIG: r->size = 14; r->data[2] = 0x01; r->data[3] = 0x86; r->data[4] = 0xA0; r->data[5] = 2; break;
	case LOCK_BYTE: r->size = 2; break;
	case USB_CONFIG: r->size = 10; break;
	default: r->err = EIO; break;
	}
	send_event(&reply);
}

static void on_set(const struct uhid_set_report_req *request)
{
	struct uhid_event reply = { .type = UHID_SET_REPORT_REPLY };
	if (request->rnum == GPIO_CONFIG && request->size >= 5)
		memcpy(gpio_config, request->data + 1, 4);
	else if (request->rnum == GPIO_SET && request->size >= 3)
		gpio_latch = (uint8_t)((gpio_latch & ~request->data[2]) | (request->data[1] & request->data[2]));
	reply.u.set_report_reply.id = request->id;
	send_event(&reply);
}

static void create(void)
{
	static const struct { uint8_t id, kind, length; } reports[] = {
		{ GPIO_CONFIG, 0xB1, 4 }, { GPIO_GET, 0xB1, 1 }, { GPIO_SET, 0xB1, 2 }, { VERSION, 0xB1, 2 }, { SMBUS_CONFIG, 0xB1, 13 },
		{ READ_REQUEST, 0x91, 63 }, { WRITE_READ_REQUEST, 0x91, 63 }, { READ_FORCE_SEND, 0x91, 63 }, { READ_RESPONSE, 0x81, 63 },
		{ WRITE_REQUEST, 0x91, 63 }, { STATUS_REQUEST, 0x91, 63 }, { STATUS_RESPONSE, 0x81, 63 }, { 0x17, 0x91, 63 },
		{ LOCK_BYTE, 0xB1, 1 }, { USB_CONFIG, 0xB1, 9 },
	};
	struct uhid_event event = { .type = UHID_CREATE2 };
	struct uhid_create2_req *r = &event.u.create2;
	uint8_t *p = r->rd_data;
	static const uint8_t head[] = { 0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08 };
	memcpy(p, head, sizeof head);
	p += sizeof head;
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
		const uint8_t item[] = { 0x85, reports[i].id, 0x95, reports[i].length, 0x09, 0x01, reports[i].kind, 0x02 };
		memcpy(p, item, sizeof item);
		p += sizeof item;
	}
	*p++ = 0xC0;
	r->rd_size = (uint16_t)(p - r->rd_data);
	r->bus = 3; /* USB */
	r->vendor = 0x10C4;
	r->product = 0xEA90;
	strcpy((char *)r->name, "CP2112 HID USB-to-SMBus Bridge");
	send_event(&event);
}

static void command(char *line, const char *state)
{
	unsigned a, b;
	struct device *d;
	if (sscanf(line, "absent %i", (int *)&a) == 1 && (d = device_at(a)))
		d->silent = 1;
	else if (sscanf(line, "nonsense %i", (int *)&a) == 1 && (d = device_at(a)))
		d->nonsense = 1;
	else if (sscanf(line, "present %i", (int *)&a) == 1 && (d = device_at(a)))
		d->silent = d->nonsense = 0;
	else if (sscanf(line, "input %u %u", &a, &b) == 2 && a < 16)
		mcp_inputs[a / 8] = (uint8_t)((mcp_inputs[a / 8] & ~(1u << a % 8)) | ((b & 1u) << a % 8));
	else if (sscanf(line, "adc %i %i", (int *)&a, (int *)&b) == 2 && a >= BME_DATA && a < BME_DATA + 8)
		bme_converter[a - BME_DATA] = (uint8_t)b;
	else if (strncmp(line, "state", 5) == 0) {
		FILE *file = fopen(state, "w");
		const uint8_t *mcp = devices[0].registers;
		if (file) {
			fprintf(file, "mcp23017 iodir %02x%02x olat %02x%02x\n", mcp[MCP_IODIR + 1], mcp[MCP_IODIR], mcp[MCP_OLAT + 1], mcp[MCP_OLAT]);
			fclose(file);
		}
	} else
		fprintf(stderr, "sensor-board: unknown command: %s\n", line);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: sensor-board CONTROL STATE\n");
		return 2;
	}
	int control = open(argv[1], O_RDWR);
	uhid = open("/dev/uhid", O_RDWR);
	if (control < 0 || uhid < 0) {
		perror("sensor-board");
		return 1;
	}
	/* The driver waits 50 ms for an answer; an emulated processor with work to do would take longer. */
	struct sched_param urgent = { .sched_priority = 50 };
	if (sched_setscheduler(0, SCHED_FIFO, &urgent) < 0)
		perror("sensor-board: real-time priority");
	power_on();
	create();
	char line[128];
	size_t length = 0;
	struct pollfd files[] = { { .fd = uhid, .events = POLLIN }, { .fd = control, .events = POLLIN } };
	while (poll(files, 2, -1) >= 0 || errno == EINTR) {
		if (files[0].revents & POLLIN) {
			struct uhid_event event;
			if (read(uhid, &event, sizeof event) <= 0)
				return 1;
			if (event.type == UHID_OUTPUT)
				on_output(event.u.output.data, event.u.output.size);
			else if (event.type == UHID_GET_REPORT)
				on_get(&event.u.get_report);
			else if (event.type == UHID_SET_REPORT)
				on_set(&event.u.set_report);
		}
		if (files[1].revents & POLLIN) {
			if (read(control, line + length, 1) != 1)
				return 1;
			if (line[length] == '\n') {
				line[length] = 0;
				command(line, argv[2]);
				length = 0;
			} else if (length < sizeof line - 2)
				length++;
		}
	}
	return 1;
}
