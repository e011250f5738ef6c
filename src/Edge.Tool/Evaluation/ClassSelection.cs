using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>The classes that are measured, and how the data set's and the model's numbers lead to them.</summary>
public sealed class ClassSelection
{
    private readonly int[] _ofData;
    private readonly int[] _ofModel;

    private ClassSelection(IReadOnlyList<DataSetClass> classes, int[] ofData, int[] ofModel, bool isByName)
    {
        Classes = classes;
        _ofData = ofData;
        _ofModel = ofModel;
        IsByName = isByName;
    }

    /// <summary>The classes measured, by the class id that results have.</summary>
    public IReadOnlyList<DataSetClass> Classes { get; }

    /// <summary>Whether the two sides' classes were matched by their names; false: by their positions, since the names differ.</summary>
    public bool IsByName { get; }

    /// <summary>Finds the model's classes among the data set's: by name, without regard to case and punctuation; by position where the two have the same number of classes and no name says otherwise.</summary>
    /// <param name="data">What the data set labels.</param>
    /// <param name="labels">What the model tells apart.</param>
    /// <param name="wanted">Names of the classes to measure; none is all of the data set.</param>
    /// <exception cref="DataSetException">A class of the data set is unknown to the model, or a wanted one to the data set.</exception>
    public static ClassSelection Of(IReadOnlyList<DataSetClass> data, IReadOnlyList<string> labels, IReadOnlyList<string> wanted)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(wanted);
        int[] positions = [.. data.Select(item => IndexOf(labels, item.Name))];
        bool[] chosen = Choose(data, wanted);
        bool byName = Enumerable.Range(0, data.Count).All(i => !chosen[i] || positions[i] >= 0);
        if (!byName)
        {
            bool sameOrder = data.Count == labels.Count && Enumerable.Range(0, data.Count).All(i => positions[i] < 0 || positions[i] == i);
            if (!sameOrder)
            {
                string missing = string.Join(", ", data.Where((_, i) => chosen[i] && positions[i] < 0).Select(item => item.Name));
                throw new DataSetException(
                    $"the model does not know these of the {data.Count} classes of the data set: {missing}; its {labels.Count} are {string.Join(", ", labels)};"
                    + " allowed: the same names, the same number of classes in the same order, or --classes with those to measure");
            }

            positions = [.. Enumerable.Range(0, data.Count)];
        }

        var classes = new List<DataSetClass>();
        int[] ofData = new int[data.Count], ofModel = new int[labels.Count];
        Array.Fill(ofData, -1);
        Array.Fill(ofModel, -1);
        for (int i = 0; i < data.Count; i++)
        {
            if (!chosen[i])
                continue;
            ofData[i] = ofModel[positions[i]] = classes.Count;
            classes.Add(data[i]);
        }

        return new ClassSelection(classes, ofData, ofModel, byName);
    }

    /// <summary>The class of a label; -1 when it is not measured.</summary>
    public int OfData(int classId) => _ofData[classId];

    /// <summary>The class of a detection; -1 when it is not measured.</summary>
    public int OfModel(int classId) => _ofModel[classId];

    private static bool[] Choose(IReadOnlyList<DataSetClass> data, IReadOnlyList<string> wanted)
    {
        string[] names = [.. data.Select(item => item.Name)];
        bool[] chosen = new bool[data.Count];
        foreach (string name in wanted)
        {
            int index = IndexOf(names, name);
            chosen[index >= 0 ? index : throw new DataSetException($"--classes: '{name}' is no class of the data set; allowed: {string.Join(", ", names)}")] = true;
        }

        if (wanted.Count == 0)
            Array.Fill(chosen, true);
        return chosen;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (Plain(names[i]) == Plain(name))
                return i;
        }

        return -1;
    }

    // 'pin-hole', 'Pinhole' and 'pin_hole' are one class.
    private static string Plain(string name)
    {
        string plain = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return plain.Length > 0 ? plain : name;
    }
}
