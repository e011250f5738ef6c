// The C ABI between the OpenCvSharp binding and the system's OpenCV. Private to this repository.
//
// Every function returns 0, or 1 after an exception; what was thrown is then kept for the calling thread until edge_last_error asks for it.
// No C++ exception crosses this boundary. Text is UTF-8. Pointers named `mat` and `capture` come from the matching _new functions.
#ifndef EDGE_OPENCV_H
#define EDGE_OPENCV_H

#include <stdint.h>

#define EDGE_API extern "C" __attribute__((visibility("default")))

struct edge_point { int32_t x, y; };
struct edge_size { int32_t width, height; };
struct edge_rect { int32_t x, y, width, height; };
struct edge_scalar { double v[4]; };
struct edge_mat_info { int32_t rows, cols, type, dims; int64_t step; void* data; };

// Raised whenever a signature here changes; the binding refuses a library of another number.
#define EDGE_OPENCV_ABI 1

EDGE_API int32_t edge_abi_version();
EDGE_API void edge_last_error(int32_t* code, const char** function, const char** message, const char** file, int32_t* line);

EDGE_API int32_t edge_set_log_level(int32_t level, int32_t* previous);

EDGE_API int32_t edge_mat_new(void** mat);
EDGE_API int32_t edge_mat_new_sized(int32_t rows, int32_t cols, int32_t type, void** mat);
EDGE_API int32_t edge_mat_new_filled(int32_t rows, int32_t cols, int32_t type, edge_scalar value, void** mat);
EDGE_API int32_t edge_mat_new_over(int32_t rows, int32_t cols, int32_t type, void* data, int64_t step, void** mat);
EDGE_API int32_t edge_mat_new_roi(void* mat, edge_rect roi, void** part);
EDGE_API void edge_mat_delete(void* mat);
EDGE_API int32_t edge_mat_info_of(void* mat, edge_mat_info* info);
EDGE_API int32_t edge_mat_copy(void* from, void* to);

EDGE_API int32_t edge_imdecode(const uint8_t* bytes, int32_t count, int32_t flags, void** mat);
EDGE_API int32_t edge_imread(const char* path, int32_t flags, void** mat);
EDGE_API int32_t edge_imwrite(const char* path, void* mat, const int32_t* parameters, int32_t count, int32_t* written);
// The bytes lie in `buffer`, a new std::vector that edge_buffer_delete frees.
EDGE_API int32_t edge_imencode(const char* extension, void* mat, const int32_t* parameters, int32_t count, void** buffer, int32_t* encoded);
EDGE_API void edge_buffer_of(void* buffer, const uint8_t** bytes, int64_t* count);
EDGE_API void edge_buffer_delete(void* buffer);

EDGE_API int32_t edge_resize(void* from, void* to, edge_size size, double fx, double fy, int32_t interpolation);
EDGE_API int32_t edge_cvt_color(void* from, void* to, int32_t code, int32_t channels);
EDGE_API int32_t edge_add_weighted(void* a, double alpha, void* b, double beta, double gamma, void* to, int32_t depth);
EDGE_API int32_t edge_rectangle(void* mat, edge_rect rect, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift);
EDGE_API int32_t edge_line(void* mat, edge_point from, edge_point to, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift);
EDGE_API int32_t edge_circle(void* mat, edge_point center, int32_t radius, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift);
EDGE_API int32_t edge_fill_poly(void* mat, const edge_point* points, const int32_t* counts, int32_t contours, edge_scalar colour, int32_t line_type, int32_t shift, edge_point offset);
EDGE_API int32_t edge_polylines(void* mat, const edge_point* points, const int32_t* counts, int32_t contours, int32_t closed, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift);
EDGE_API int32_t edge_put_text(void* mat, const char* text, edge_point origin, int32_t font, double scale, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t bottom_left);
EDGE_API int32_t edge_text_size(const char* text, int32_t font, double scale, int32_t thickness, int32_t* base_line, edge_size* size);

EDGE_API int32_t edge_capture_new(void** capture);
EDGE_API int32_t edge_capture_new_file(const char* name, int32_t api, const int32_t* parameters, int32_t count, void** capture);
EDGE_API int32_t edge_capture_new_index(int32_t index, int32_t api, const int32_t* parameters, int32_t count, void** capture);
EDGE_API void edge_capture_delete(void* capture);
EDGE_API int32_t edge_capture_open(void* capture, const char* name, int32_t api, int32_t* opened);
EDGE_API int32_t edge_capture_is_opened(void* capture, int32_t* opened);
EDGE_API int32_t edge_capture_release(void* capture);
EDGE_API int32_t edge_capture_grab(void* capture, int32_t* grabbed);
EDGE_API int32_t edge_capture_retrieve(void* capture, void* mat, int32_t flag, int32_t* retrieved);
EDGE_API int32_t edge_capture_read(void* capture, void* mat, int32_t* read);
EDGE_API int32_t edge_capture_get(void* capture, int32_t property, double* value);
EDGE_API int32_t edge_capture_set(void* capture, int32_t property, double value, int32_t* accepted);

#endif
