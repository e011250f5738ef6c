using Edge.Agent.Capture.Synthetic;

namespace Edge.Agent.Tests.Capture.Synthetic;

public sealed class StreetSceneTests
{
    private const int Fps = 15;
    private const int TenMinutes = Fps * 600;

    [Fact]
    public void At_AnyOrder_SameObjects()
    {
        var scene = new StreetScene(5, Fps, 3, 2);
        SceneObject[] later = Objects(scene, 400);
        Objects(scene, 3);

        Assert.Equal(later, Objects(new StreetScene(5, Fps, 3, 2), 400));
        Assert.Equal(later, Objects(scene, 400));
    }

    [Fact]
    public void At_TenMinutes_ObjectsMoveSmoothlyAndComeAndGoOutsideTheFrame()
    {
        var scene = new StreetScene(9, Fps, StreetScene.MaximumPeople, StreetScene.MaximumCars);
        Dictionary<long, SceneObject> last = [];
        var gone = new HashSet<long>();
        for (long frame = 0; frame < TenMinutes; frame++)
        {
            Dictionary<long, SceneObject> now = Objects(scene, frame).ToDictionary(item => item.Id);
            foreach ((long id, SceneObject item) in now)
            {
                Assert.DoesNotContain(id, gone);
                if (last.TryGetValue(id, out SceneObject before))
                {
                    Assert.InRange(Math.Abs(item.X - before.X), 0, 0.03f);
                    Assert.InRange(Math.Abs(item.Y - before.Y), 0, 0.01f);
                    Assert.Equal(before.Class, item.Class);
                }
                else if (frame > 0)
                {
                    Assert.True(item.X is < 0 or > 1, $"object {id} appears at {item.X} in frame {frame}");
                }
            }

            foreach (long id in last.Keys.Where(id => !now.ContainsKey(id)))
            {
                gone.Add(id);
                Assert.True(last[id].X is < 0.05f or > 0.95f, $"object {id} vanishes at {last[id].X} in frame {frame}");
            }

            last = now;
        }

        Assert.True(gone.Count > 100);
    }

    [Fact]
    public void At_TenMinutes_NobodyIsDrivenOver()
    {
        var scene = new StreetScene(2, Fps, StreetScene.MaximumPeople, StreetScene.MaximumCars);
        for (long frame = 0; frame < TenMinutes; frame++)
        {
            SceneObject[] objects = Objects(scene, frame);
            foreach (SceneObject person in objects.Where(item => item.Class == SceneClass.Person && item.Y is > 0.51f and < 0.79f))
                Assert.DoesNotContain(objects, car => car.Class == SceneClass.Car && Math.Abs(car.X - person.X) < 0.15f);
        }
    }

    [Fact]
    public void At_FirstSeconds_SomebodyIsThere()
    {
        SceneObject[] objects = Objects(new StreetScene(1, Fps, 3, 2), 15);

        Assert.Contains(objects, item => item.Class == SceneClass.Person && item.X is > 0.1f and < 0.9f);
        Assert.Contains(objects, item => item.Class == SceneClass.Car);
    }

    private static SceneObject[] Objects(StreetScene scene, long frame)
    {
        var objects = new SceneObject[SyntheticScene.MaximumObjects];
        return objects[..scene.At(frame, objects)];
    }
}
