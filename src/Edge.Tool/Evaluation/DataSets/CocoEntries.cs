using System.Text.Json;
using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>Reads the three lists of a COCO annotation file; every error names the list, the entry's index from 0 and the field.</summary>
internal sealed class CocoEntries(string file, JsonElement root)
{
    /// <summary>The categories, by id.</summary>
    public IReadOnlyList<DataSetClass> Classes()
    {
        var classes = new SortedDictionary<long, DataSetClass>();
        foreach ((string where, JsonElement entry) in List("categories"))
        {
            long id = Integer(where, entry, "id");
            if (!classes.TryAdd(id, new DataSetClass(id, Text(where, entry, "name"))))
                throw Bad($"{where}.id", $"{id} is there twice; allowed: each id once");
        }

        return classes.Count > 0 ? [.. classes.Values] : throw Bad("categories", "empty; at least one class is needed");
    }

    /// <summary>The images, by id, without labels.</summary>
    public Dictionary<long, (string FileName, SizePx Size, List<LabelledBox> Boxes)> Images()
    {
        var images = new Dictionary<long, (string, SizePx, List<LabelledBox>)>();
        foreach ((string where, JsonElement entry) in List("images"))
        {
            long id = Integer(where, entry, "id"), width = Integer(where, entry, "width"), height = Integer(where, entry, "height");
            if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
                throw Bad(where, $"{width} x {height} pixels; allowed: 1 or more");
            if (!images.TryAdd(id, (Text(where, entry, "file_name"), new SizePx((int)width, (int)height), [])))
                throw Bad($"{where}.id", $"{id} is there twice; allowed: each id once");
        }

        return images.Count > 0 ? images : throw Bad("images", "empty; at least one image is needed");
    }

    /// <summary>Adds the annotations to their images.</summary>
    public void AddBoxes(IReadOnlyList<DataSetClass> classes, Dictionary<long, (string FileName, SizePx Size, List<LabelledBox> Boxes)> images)
    {
        var ids = classes.Select((item, index) => (item.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        foreach ((string where, JsonElement entry) in List("annotations"))
        {
            long category = Integer(where, entry, "category_id"), image = Integer(where, entry, "image_id");
            if (!ids.TryGetValue(category, out int classId))
                throw Bad($"{where}.category_id", $"{category}; allowed: an id in categories");
            if (!images.TryGetValue(image, out var target))
                throw Bad($"{where}.image_id", $"{image}; allowed: an id in images");
            target.Boxes.Add(new LabelledBox(classId, Box(where, entry))
            {
                Kind = entry.TryGetProperty("iscrowd", out JsonElement crowd) && crowd.ValueKind == JsonValueKind.Number && crowd.GetDouble() != 0 ? LabelKind.Crowd : LabelKind.Object,
                OutlineArea = entry.TryGetProperty("area", out JsonElement area) && area.ValueKind == JsonValueKind.Number ? area.GetDouble() : null,
            });
        }
    }

    private BoxPx Box(string where, JsonElement entry)
    {
        if (!entry.TryGetProperty("bbox", out JsonElement box) || box.ValueKind != JsonValueKind.Array || box.GetArrayLength() != 4)
            throw Bad($"{where}.bbox", "not four numbers; allowed: [x, y, width, height] in pixels");
        Span<float> numbers = stackalloc float[4];
        for (int i = 0; i < 4; i++)
        {
            if (box[i].ValueKind != JsonValueKind.Number || !float.IsFinite(numbers[i] = box[i].GetSingle()))
                throw Bad($"{where}.bbox", $"{box.GetRawText()}; allowed: [x, y, width, height] in pixels");
        }

        // COCO itself has boxes without area.
        if (!(numbers[2] >= 0 && numbers[3] >= 0))
            throw Bad($"{where}.bbox", $"{box.GetRawText()}; allowed: width and height of 0 or more");
        return new BoxPx(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private IEnumerable<(string Where, JsonElement Entry)> List(string name)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw Bad(name, "no such list; needed: images, annotations and categories");
        int index = 0;
        foreach (JsonElement entry in list.EnumerateArray())
        {
            string where = $"{name}[{index++}]";
            yield return entry.ValueKind == JsonValueKind.Object ? (where, entry) : throw Bad(where, $"{entry.ValueKind}; allowed: an object");
        }
    }

    private long Integer(string where, JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : throw Bad($"{where}.{name}", $"{(value.ValueKind == JsonValueKind.Undefined ? "missing" : value.GetRawText())}; allowed: a whole number");

    private string Text(string where, JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Bad($"{where}.{name}", $"{(value.ValueKind == JsonValueKind.Undefined ? "missing" : value.GetRawText())}; allowed: a text");

    private DataSetException Bad(string where, string what) => new($"{file}: {where}: {what}");
}
