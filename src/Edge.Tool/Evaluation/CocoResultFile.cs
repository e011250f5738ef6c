using System.Text.Json;
using Edge.Domain.Detections;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>Writes detections as COCO result JSON: <c>image_id</c>, <c>category_id</c>, <c>bbox</c> (x, y, width, height in pixels), <c>score</c>, and for people the file's and the class's name. Ids are the data set's.</summary>
internal sealed class CocoResultFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly IReadOnlyList<DataSetClass> _classes;

    /// <summary>Starts the file; one that is there is overwritten.</summary>
    public CocoResultFile(string path, IReadOnlyList<DataSetClass> classes)
    {
        _classes = classes;
        _file = File.Create(path);
        _json = new Utf8JsonWriter(_file);
        _json.WriteStartArray();
    }

    /// <summary>Adds what was found in one image.</summary>
    public void Add(LabelledImage image, IReadOnlyList<Detection> detections)
    {
        foreach (Detection detection in detections)
        {
            _json.WriteStartObject();
            _json.WriteNumber("image_id", image.Id);
            _json.WriteNumber("category_id", _classes[detection.ClassId].Id);
            _json.WriteStartArray("bbox");
            _json.WriteNumberValue(detection.Box.X);
            _json.WriteNumberValue(detection.Box.Y);
            _json.WriteNumberValue(detection.Box.Width);
            _json.WriteNumberValue(detection.Box.Height);
            _json.WriteEndArray();
            _json.WriteNumber("score", detection.Score);
            _json.WriteString("category_name", _classes[detection.ClassId].Name);
            _json.WriteString("file_name", Path.GetFileName(image.ImagePath));
            _json.WriteEndObject();
        }
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        _json.WriteEndArray();
        _json.Dispose();
        _file.Dispose();
    }
}
