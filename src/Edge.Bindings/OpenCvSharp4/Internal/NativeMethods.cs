#nullable enable

using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

/// <summary>The C ABI of native/edge_opencv.h. Every argument is blittable or UTF-8 text: calls without text allocate nothing.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "libedge_opencv";
    private const int AbiVersion = 1;

    static NativeMethods()
    {
        int found = edge_abi_version();
        if (found != AbiVersion)
            throw new OpenCvSharpException($"libedge_opencv.so speaks version {found}, this build needs {AbiVersion}: run set-up again");
    }

    public static void Check(int status)
    {
        if (status != 0)
            Throw();
    }

    private static void Throw()
    {
        edge_last_error(out int code, out byte* function, out byte* message, out byte* file, out int line);
        throw new OpenCVException((ErrorCode)code, Text(function), Text(message), Text(file), line);

        static string Text(byte* utf8) => Marshal.PtrToStringUTF8((IntPtr)utf8) ?? "";
    }

    [LibraryImport(Library)]
    private static partial int edge_abi_version();

    [LibraryImport(Library)]
    private static partial void edge_last_error(out int code, out byte* function, out byte* message, out byte* file, out int line);

    [LibraryImport(Library)]
    public static partial int edge_set_log_level(int level, out int previous);

    [LibraryImport(Library)]
    public static partial int edge_mat_new(out IntPtr mat);

    [LibraryImport(Library)]
    public static partial int edge_mat_new_sized(int rows, int cols, int type, out IntPtr mat);

    [LibraryImport(Library)]
    public static partial int edge_mat_new_filled(int rows, int cols, int type, Scalar value, out IntPtr mat);

    [LibraryImport(Library)]
    public static partial int edge_mat_new_over(int rows, int cols, int type, IntPtr data, long step, out IntPtr mat);

    [LibraryImport(Library)]
    public static partial int edge_mat_new_roi(IntPtr mat, Rect roi, out IntPtr part);

    [LibraryImport(Library)]
    public static partial void edge_mat_delete(IntPtr mat);

    [LibraryImport(Library)]
    public static partial int edge_mat_info_of(IntPtr mat, out NativeMatInfo info);

    [LibraryImport(Library)]
    public static partial int edge_mat_copy(IntPtr from, IntPtr to);

    [LibraryImport(Library)]
    public static partial int edge_imdecode(byte* bytes, int count, int flags, out IntPtr mat);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_imread(string path, int flags, out IntPtr mat);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_imwrite(string path, IntPtr mat, ReadOnlySpan<int> parameters, int count, out int written);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_imencode(string extension, IntPtr mat, ReadOnlySpan<int> parameters, int count, out IntPtr buffer, out int encoded);

    [LibraryImport(Library)]
    public static partial void edge_buffer_of(IntPtr buffer, out byte* bytes, out long count);

    [LibraryImport(Library)]
    public static partial void edge_buffer_delete(IntPtr buffer);

    [LibraryImport(Library)]
    public static partial int edge_resize(IntPtr from, IntPtr to, Size size, double fx, double fy, int interpolation);

    [LibraryImport(Library)]
    public static partial int edge_cvt_color(IntPtr from, IntPtr to, int code, int channels);

    [LibraryImport(Library)]
    public static partial int edge_add_weighted(IntPtr a, double alpha, IntPtr b, double beta, double gamma, IntPtr to, int depth);

    [LibraryImport(Library)]
    public static partial int edge_rectangle(IntPtr mat, Rect rect, Scalar colour, int thickness, int lineType, int shift);

    [LibraryImport(Library)]
    public static partial int edge_line(IntPtr mat, Point from, Point to, Scalar colour, int thickness, int lineType, int shift);

    [LibraryImport(Library)]
    public static partial int edge_circle(IntPtr mat, Point center, int radius, Scalar colour, int thickness, int lineType, int shift);

    [LibraryImport(Library)]
    public static partial int edge_fill_poly(IntPtr mat, ReadOnlySpan<Point> points, ReadOnlySpan<int> counts, int contours, Scalar colour, int lineType, int shift, Point offset);

    [LibraryImport(Library)]
    public static partial int edge_polylines(IntPtr mat, ReadOnlySpan<Point> points, ReadOnlySpan<int> counts, int contours, int closed, Scalar colour, int thickness, int lineType, int shift);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_put_text(IntPtr mat, string text, Point origin, int font, double scale, Scalar colour, int thickness, int lineType, int bottomLeft);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_text_size(string text, int font, double scale, int thickness, out int baseLine, out Size size);

    [LibraryImport(Library)]
    public static partial int edge_capture_new(out IntPtr capture);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_capture_new_file(string name, int api, ReadOnlySpan<int> parameters, int count, out IntPtr capture);

    [LibraryImport(Library)]
    public static partial int edge_capture_new_index(int index, int api, ReadOnlySpan<int> parameters, int count, out IntPtr capture);

    [LibraryImport(Library)]
    public static partial void edge_capture_delete(IntPtr capture);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int edge_capture_open(IntPtr capture, string name, int api, out int opened);

    [LibraryImport(Library)]
    public static partial int edge_capture_is_opened(IntPtr capture, out int opened);

    [LibraryImport(Library)]
    public static partial int edge_capture_release(IntPtr capture);

    [LibraryImport(Library)]
    public static partial int edge_capture_grab(IntPtr capture, out int grabbed);

    [LibraryImport(Library)]
    public static partial int edge_capture_retrieve(IntPtr capture, IntPtr mat, int flag, out int retrieved);

    [LibraryImport(Library)]
    public static partial int edge_capture_read(IntPtr capture, IntPtr mat, out int read);

    [LibraryImport(Library)]
    public static partial int edge_capture_get(IntPtr capture, int property, out double value);

    [LibraryImport(Library)]
    public static partial int edge_capture_set(IntPtr capture, int property, double value, out int accepted);
}
