using System.Runtime.InteropServices;
using Edge.Domain.Frames;

namespace Edge.Vision.Preprocessing;

/// <summary>
/// Letterbox, resize, colour order, normalisation and layout in one walk over the frame, straight into a model's input.
/// Allocates only when constructed; keeps the tables and the padding while the frame's size stays the same. Not thread safe.
/// </summary>
public sealed unsafe class FramePreprocessor : IDisposable
{
    private readonly InputSpec _spec;
    private readonly ResampleTable _columns;
    private readonly float[] _scale;
    private readonly float[] _bias;
    private readonly int[] _channelOfPlane;
    private readonly float[][] _floatMaps;
    private readonly Half[][] _halfMaps;
    private readonly byte[][] _byteMaps;
    private byte* _planes;
    private Letterbox _letterbox;
    private nint _padded;

    /// <summary>Prepares for inputs of the given kind.</summary>
    /// <exception cref="ArgumentException">The specification has impossible sizes or counts.</exception>
    public FramePreprocessor(InputSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.Height, 1);
        int channels = spec.Channels;
        if (spec.Mean.Count != channels || spec.Scale.Count != channels)
            throw new ArgumentException($"mean has {spec.Mean.Count} and scale {spec.Scale.Count} values; {channels} of each are needed", nameof(spec));

        _spec = spec;
        _columns = new ResampleTable(spec.Width);
        // Planes come out of the resize as blue, green, red; luma is one plane.
        _channelOfPlane = spec.Color switch { ColorOrder.Gray => [0], ColorOrder.Bgr => [0, 1, 2], _ => [2, 1, 0] };
        _scale = [.. spec.Scale];
        _bias = [.. spec.Mean.Select((mean, channel) => -mean * spec.Scale[channel])];
        _floatMaps = new float[channels][];
        _halfMaps = new Half[channels][];
        _byteMaps = new byte[channels][];
        for (int channel = 0; channel < channels; channel++)
        {
            _floatMaps[channel] = [.. Enumerable.Range(0, 256).Select(pixel => Element((byte)pixel, channel))];
            _halfMaps[channel] = [.. _floatMaps[channel].Select(value => (Half)value)];
            _byteMaps[channel] = [.. _floatMaps[channel].Select(value => (byte)Math.Clamp(MathF.Round(value), 0, 255))];
        }

        _planes = (byte*)NativeMemory.AlignedAlloc((nuint)(PlaneStride * 3), 64);
    }

    private int PlaneStride => (_spec.Width + 63) & ~63;

    /// <summary>Writes the whole frame, with its padding, to <paramref name="input"/>.</summary>
    /// <param name="frame">8-bit BGR pixels.</param>
    /// <param name="input">At least <see cref="InputSpec.SizeBytes"/> bytes; nobody else may write there between two calls, since padding is not written twice.</param>
    /// <returns>Where the frame lies in the input.</returns>
    public Letterbox Write(in FrameView frame, nint input)
    {
        ObjectDisposedException.ThrowIf(_planes == null, this);
        if (_letterbox.Frame != frame.Size)
        {
            _letterbox = Letterbox.Fit(frame.Size, _spec.Size, _spec.Fit);
            _columns.Fill(frame.Width, _letterbox.Width);
            _padded = 0;
        }

        if (_padded != input && (_letterbox.Width < _spec.Width || _letterbox.Height < _spec.Height))
            WritePadding(input);
        _padded = input;

        Letterbox place = _letterbox;
        // Grey boards at their own size are the inspector's common case, and a resize by 1 changes no byte.
        bool isLumaOfPixels = _spec.Color == ColorOrder.Gray && place.Width == frame.Width && place.Height == frame.Height;
        for (int y = 0; y < place.Height; y++)
        {
            if (isLumaOfPixels)
                LumaRow.FromPixels(frame.Pixels + ((nint)y * frame.StrideBytes), _planes, place.Width);
            else
                Resample(frame, y, place);
            WriteRow(input, place.Left, place.Top + y, place.Width);
        }

        return place;
    }

    /// <summary>Frees the row buffer.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_planes);
        _planes = null;
    }

    private void Resample(in FrameView frame, int y, in Letterbox place)
    {
        ResampleTable.Rows(y, frame.Height, place.Height, out int upper, out int lower, out short upperWeight, out short lowerWeight);
        BilinearRow.Resample(
            frame.Pixels + ((nint)upper * frame.StrideBytes),
            frame.Pixels + ((nint)lower * frame.StrideBytes),
            upperWeight,
            lowerWeight,
            _columns,
            _planes,
            PlaneStride);
        if (_spec.Color == ColorOrder.Gray)
            LumaRow.FromPlanes(_planes, PlaneStride, _planes, place.Width);
    }

    private void WritePadding(nint input)
    {
        new Span<byte>(_planes, PlaneStride * 3).Fill(_spec.Pad);
        for (int y = 0; y < _spec.Height; y++)
            WriteRow(input, 0, y, _spec.Width);
    }

    private void WriteRow(nint input, int left, int top, int count)
    {
        // One channel lies the same in both layouts.
        int channels = _channelOfPlane.Length;
        bool planar = _spec.Layout == TensorLayout.Nchw || channels == 1;
        int step = planar ? 1 : channels;
        for (int plane = 0; plane < channels; plane++)
        {
            byte* pixels = _planes + (plane * PlaneStride);
            int channel = _channelOfPlane[plane];
            nint pixel = ((nint)top * _spec.Width) + left;
            nint element = planar ? ((nint)channel * _spec.Width * _spec.Height) + pixel : (pixel * channels) + channel;
            switch (_spec.Type)
            {
                case TensorType.Float32 when planar:
                    TensorRow.WriteFloats(pixels, (float*)input + element, count, _scale[channel], _bias[channel]);
                    break;
                case TensorType.Float32:
                    TensorRow.WriteMapped(pixels, (float*)input + element, count, step, _floatMaps[channel]);
                    break;
                case TensorType.Float16:
                    TensorRow.WriteMapped(pixels, (Half*)input + element, count, step, _halfMaps[channel]);
                    break;
                default:
                    TensorRow.WriteMapped(pixels, (byte*)input + element, count, step, _byteMaps[channel]);
                    break;
            }
        }
    }

    private float Element(byte pixel, int channel) => (pixel * _scale[channel]) + _bias[channel];
}
