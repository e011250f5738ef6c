#include "edge_opencv.h"

#include <new>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace
{
    struct last_error
    {
        int32_t code = 0;
        std::string function, message, file;
        int32_t line = 0;
    };

    thread_local last_error failure;

    // Without a callback OpenCV prints every error to stderr before it throws.
    int silent(int, const char*, const char*, const char*, int, void*) { return 0; }
    const auto redirected = cv::redirectError(silent);

    template <typename Action>
    int32_t guarded(Action action) noexcept
    {
        try
        {
            action();
            return 0;
        }
        catch (const cv::Exception& e)
        {
            failure = {e.code, e.func, e.err, e.file, e.line};
        }
        catch (const std::bad_alloc&)
        {
            failure = {cv::Error::StsNoMem, "", "out of memory", "", 0};
        }
        catch (const std::exception& e)
        {
            failure = {cv::Error::StsError, "", e.what(), "", 0};
        }
        catch (...)
        {
            failure = {cv::Error::StsError, "", "unknown C++ exception", "", 0};
        }
        return 1;
    }

    cv::Mat& mat_at(void* mat) { return *static_cast<cv::Mat*>(mat); }
    cv::VideoCapture& capture_at(void* capture) { return *static_cast<cv::VideoCapture*>(capture); }
    cv::Point to_cv(edge_point p) { return {p.x, p.y}; }
    cv::Rect to_cv(edge_rect r) { return {r.x, r.y, r.width, r.height}; }
    cv::Scalar to_cv(edge_scalar s) { return {s.v[0], s.v[1], s.v[2], s.v[3]}; }

    std::vector<int> to_vector(const int32_t* parameters, int32_t count)
    {
        return count > 0 ? std::vector<int>(parameters, parameters + count) : std::vector<int>();
    }

    std::vector<std::vector<cv::Point>> to_contours(const edge_point* points, const int32_t* counts, int32_t contours)
    {
        std::vector<std::vector<cv::Point>> all(contours);
        for (int32_t i = 0; i < contours; i++)
            for (int32_t j = 0; j < counts[i]; j++, points++)
                all[i].push_back(to_cv(*points));
        return all;
    }
}

int32_t edge_abi_version() { return EDGE_OPENCV_ABI; }

void edge_last_error(int32_t* code, const char** function, const char** message, const char** file, int32_t* line)
{
    *code = failure.code;
    *function = failure.function.c_str();
    *message = failure.message.c_str();
    *file = failure.file.c_str();
    *line = failure.line;
}

int32_t edge_set_log_level(int32_t level, int32_t* previous)
{
    return guarded([&] { *previous = cv::utils::logging::setLogLevel(static_cast<cv::utils::logging::LogLevel>(level)); });
}

int32_t edge_mat_new(void** mat)
{
    return guarded([&] { *mat = new cv::Mat(); });
}

int32_t edge_mat_new_sized(int32_t rows, int32_t cols, int32_t type, void** mat)
{
    return guarded([&] { *mat = new cv::Mat(rows, cols, type); });
}

int32_t edge_mat_new_filled(int32_t rows, int32_t cols, int32_t type, edge_scalar value, void** mat)
{
    return guarded([&] { *mat = new cv::Mat(rows, cols, type, to_cv(value)); });
}

int32_t edge_mat_new_over(int32_t rows, int32_t cols, int32_t type, void* data, int64_t step, void** mat)
{
    return guarded([&] { *mat = new cv::Mat(rows, cols, type, data, static_cast<size_t>(step)); });
}

int32_t edge_mat_new_roi(void* mat, edge_rect roi, void** part)
{
    return guarded([&] { *part = new cv::Mat(mat_at(mat), to_cv(roi)); });
}

void edge_mat_delete(void* mat) { delete static_cast<cv::Mat*>(mat); }

int32_t edge_mat_info_of(void* mat, edge_mat_info* info)
{
    return guarded([&] {
        const cv::Mat& m = mat_at(mat);
        *info = {m.rows, m.cols, m.type(), m.dims, m.dims > 0 ? static_cast<int64_t>(m.step) : 0, m.data};
    });
}

int32_t edge_mat_copy(void* from, void* to)
{
    return guarded([&] { mat_at(from).copyTo(mat_at(to)); });
}

int32_t edge_imdecode(const uint8_t* bytes, int32_t count, int32_t flags, void** mat)
{
    return guarded([&] {
        const cv::Mat input(1, count, CV_8UC1, const_cast<uint8_t*>(bytes));
        *mat = new cv::Mat(cv::imdecode(input, flags));
    });
}

int32_t edge_imread(const char* path, int32_t flags, void** mat)
{
    return guarded([&] { *mat = new cv::Mat(cv::imread(path, flags)); });
}

int32_t edge_imwrite(const char* path, void* mat, const int32_t* parameters, int32_t count, int32_t* written)
{
    return guarded([&] { *written = cv::imwrite(path, mat_at(mat), to_vector(parameters, count)); });
}

int32_t edge_imencode(const char* extension, void* mat, const int32_t* parameters, int32_t count, void** buffer, int32_t* encoded)
{
    return guarded([&] {
        std::vector<uchar> bytes;
        *encoded = cv::imencode(extension, mat_at(mat), bytes, to_vector(parameters, count));
        *buffer = new std::vector<uchar>(std::move(bytes));
    });
}

void edge_buffer_of(void* buffer, const uint8_t** bytes, int64_t* count)
{
    const auto& held = *static_cast<std::vector<uchar>*>(buffer);
    *bytes = held.data();
    *count = static_cast<int64_t>(held.size());
}

void edge_buffer_delete(void* buffer) { delete static_cast<std::vector<uchar>*>(buffer); }

int32_t edge_resize(void* from, void* to, edge_size size, double fx, double fy, int32_t interpolation)
{
    return guarded([&] { cv::resize(mat_at(from), mat_at(to), cv::Size(size.width, size.height), fx, fy, interpolation); });
}

int32_t edge_cvt_color(void* from, void* to, int32_t code, int32_t channels)
{
    return guarded([&] { cv::cvtColor(mat_at(from), mat_at(to), code, channels); });
}

int32_t edge_add_weighted(void* a, double alpha, void* b, double beta, double gamma, void* to, int32_t depth)
{
    return guarded([&] { cv::addWeighted(mat_at(a), alpha, mat_at(b), beta, gamma, mat_at(to), depth); });
}

int32_t edge_rectangle(void* mat, edge_rect rect, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift)
{
    return guarded([&] { cv::rectangle(mat_at(mat), to_cv(rect), to_cv(colour), thickness, line_type, shift); });
}

int32_t edge_line(void* mat, edge_point from, edge_point to, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift)
{
    return guarded([&] { cv::line(mat_at(mat), to_cv(from), to_cv(to), to_cv(colour), thickness, line_type, shift); });
}

int32_t edge_circle(void* mat, edge_point center, int32_t radius, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift)
{
    return guarded([&] { cv::circle(mat_at(mat), to_cv(center), radius, to_cv(colour), thickness, line_type, shift); });
}

int32_t edge_fill_poly(void* mat, const edge_point* points, const int32_t* counts, int32_t contours, edge_scalar colour, int32_t line_type, int32_t shift, edge_point offset)
{
    return guarded([&] { cv::fillPoly(mat_at(mat), to_contours(points, counts, contours), to_cv(colour), line_type, shift, to_cv(offset)); });
}

int32_t edge_polylines(void* mat, const edge_point* points, const int32_t* counts, int32_t contours, int32_t closed, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t shift)
{
    return guarded([&] { cv::polylines(mat_at(mat), to_contours(points, counts, contours), closed != 0, to_cv(colour), thickness, line_type, shift); });
}

int32_t edge_put_text(void* mat, const char* text, edge_point origin, int32_t font, double scale, edge_scalar colour, int32_t thickness, int32_t line_type, int32_t bottom_left)
{
    return guarded([&] { cv::putText(mat_at(mat), text, to_cv(origin), font, scale, to_cv(colour), thickness, line_type, bottom_left != 0); });
}

int32_t edge_text_size(const char* text, int32_t font, double scale, int32_t thickness, int32_t* base_line, edge_size* size)
{
    return guarded([&] {
        int base = 0;
        const cv::Size result = cv::getTextSize(text, font, scale, thickness, &base);
        *base_line = base;
        *size = {result.width, result.height};
    });
}

int32_t edge_capture_new(void** capture)
{
    return guarded([&] { *capture = new cv::VideoCapture(); });
}

int32_t edge_capture_new_file(const char* name, int32_t api, const int32_t* parameters, int32_t count, void** capture)
{
    return guarded([&] { *capture = new cv::VideoCapture(name, api, to_vector(parameters, count)); });
}

int32_t edge_capture_new_index(int32_t index, int32_t api, const int32_t* parameters, int32_t count, void** capture)
{
    return guarded([&] { *capture = new cv::VideoCapture(index, api, to_vector(parameters, count)); });
}

void edge_capture_delete(void* capture)
{
    guarded([&] { delete static_cast<cv::VideoCapture*>(capture); });
}

int32_t edge_capture_open(void* capture, const char* name, int32_t api, int32_t* opened)
{
    return guarded([&] { *opened = capture_at(capture).open(name, api); });
}

int32_t edge_capture_is_opened(void* capture, int32_t* opened)
{
    return guarded([&] { *opened = capture_at(capture).isOpened(); });
}

int32_t edge_capture_release(void* capture)
{
    return guarded([&] { capture_at(capture).release(); });
}

int32_t edge_capture_grab(void* capture, int32_t* grabbed)
{
    return guarded([&] { *grabbed = capture_at(capture).grab(); });
}

int32_t edge_capture_retrieve(void* capture, void* mat, int32_t flag, int32_t* retrieved)
{
    return guarded([&] { *retrieved = capture_at(capture).retrieve(mat_at(mat), flag); });
}

int32_t edge_capture_read(void* capture, void* mat, int32_t* read)
{
    return guarded([&] { *read = capture_at(capture).read(mat_at(mat)); });
}

int32_t edge_capture_get(void* capture, int32_t property, double* value)
{
    return guarded([&] { *value = capture_at(capture).get(property); });
}

int32_t edge_capture_set(void* capture, int32_t property, double value, int32_t* accepted)
{
    return guarded([&] { *accepted = capture_at(capture).set(property, value); });
}
