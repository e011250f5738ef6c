using Edge.Domain.Geometry;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Tests.Preprocessing;

public sealed class LetterboxTests
{
    [Theory]
    [InlineData(640, 480, InputFit.LetterboxTopLeft, 0, 0, 416, 312)]
    [InlineData(480, 640, InputFit.LetterboxTopLeft, 0, 0, 312, 416)]
    [InlineData(640, 480, InputFit.LetterboxCenter, 0, 52, 416, 312)]
    [InlineData(1920, 1080, InputFit.LetterboxCenter, 0, 91, 416, 234)]
    [InlineData(640, 480, InputFit.Stretch, 0, 0, 416, 416)]
    [InlineData(3, 3, InputFit.LetterboxTopLeft, 0, 0, 416, 416)]
    [InlineData(100000, 1, InputFit.LetterboxTopLeft, 0, 0, 416, 1)]
    public void Fit_AnyFrame_KeepsItsShape(int width, int height, InputFit fit, int left, int top, int placedWidth, int placedHeight) =>
        Assert.Equal(new Letterbox(new(width, height), left, top, placedWidth, placedHeight), Letterbox.Fit(new(width, height), new(416, 416), fit));

    [Theory]
    [InlineData(InputFit.LetterboxTopLeft)]
    [InlineData(InputFit.LetterboxCenter)]
    [InlineData(InputFit.Stretch)]
    public void ToFrame_WholePicture_GivesTheWholeFrame(InputFit fit)
    {
        Letterbox place = Letterbox.Fit(new(1280, 719), new(416, 320), fit);

        BoxPx box = place.ToFrame(place.Left, place.Top, place.Left + place.Width, place.Top + place.Height);

        Assert.Equal(1280, box.Width, 2);
        Assert.Equal(719, box.Height, 2);
        Assert.Equal(new BoxPx(0, 0, 1280, 719), place.ToFrame(-1000, -1000, 5000, 5000));
    }
}
